/** Why a target refuses to render; each is an error code of the command line, too. */
export type RenderErrorCode = "E_CANNOT_RENDER" | "E_DATA_LOSS" | "E_NO_DEFAULT";

/** Thrown when a target cannot render what was asked of it; the message is meant for the person. */
export class RenderError extends Error {
  override readonly name: string = "RenderError";
  readonly code: RenderErrorCode = "E_CANNOT_RENDER";
  /** What to do about it. */
  readonly hint: string = "Nothing was written.";
}
