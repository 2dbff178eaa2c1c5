/**
 * `Symbol.metadata` for runtimes that lack it. Must be loaded before any decorated class: without
 * it a class compiled by tsc has no metadata, so its guards would be lost without a word.
 */
if (typeof Symbol.metadata !== "symbol") {
  Object.defineProperty(Symbol, "metadata", { value: Symbol.for("Symbol.metadata") });
}
