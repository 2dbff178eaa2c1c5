import { SpireError } from "../errors.ts";

/** Makes the error for one addition, from the reason for which it cannot be made, a sentence. */
export type Refuse = (reason: string) => SpireError;

/** For manifests that are written in a way that cannot be extended without changing other lines. */
export function refuser(path: readonly string[], key: string): Refuse {
  return (reason) =>
    new SpireError(
      "E_CANNOT_EDIT",
      `"${key}" cannot be added at ${path.join(".")}: ${reason}`,
      "Write it into the manifest by hand, then run gen.",
    );
}

export function alreadyThere(path: readonly string[], key: string): SpireError {
  return new SpireError("E_ALREADY_EXISTS", `There is "${key}" at ${path.join(".")} already.`);
}
