/** The manifest is written in a way that cannot be extended without rewriting other lines. */
export class CannotEdit extends Error {
  override name = "CannotEdit";
}

/** The thing to add stands in the manifest already. */
export class AlreadyThere extends CannotEdit {
  override name = "AlreadyThere";
}
