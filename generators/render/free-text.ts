/**
 * Text (or a JSON value) of the manifest's free-text places on its way into an output language.
 *
 * Every implicit conversion throws, so that a raw `{{description}}` in a template or a `${…}` in
 * code fails loudly at the first run. Only the escapers unwrap it.
 */
export class FreeText {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** The value behind `value` when it is free text, else `value` itself. For escapers only. */
  static unwrap(value: unknown): unknown {
    return value instanceof FreeText ? value.#value : value;
  }

  toString(): never {
    throw new RawFreeTextError();
  }

  valueOf(): never {
    throw new RawFreeTextError();
  }

  toJSON(): never {
    throw new RawFreeTextError();
  }
}

/** Thrown when free text reaches an output without an escaper: a bug in a template or generator. */
export class RawFreeTextError extends Error {
  constructor() {
    super("free text of the manifest reached an output raw; use one of the target's escapers");
    this.name = "RawFreeTextError";
  }
}
