/** Thrown when a target cannot render what was asked of it; the message is meant for the person. */
export class RenderError extends Error {
  override readonly name = "RenderError";
}
