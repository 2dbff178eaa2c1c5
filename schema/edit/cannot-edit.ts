/** The manifest is written in a way that cannot be extended without rewriting other lines. */
export class CannotEdit extends Error {
  override name = "CannotEdit";
}
