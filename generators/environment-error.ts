/** The machine lacks something that a verification needs: npm, the network, a package. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
  /** What to do about it. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
