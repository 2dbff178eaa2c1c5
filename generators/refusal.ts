/** A file that a plan must not touch, and what the person can do about it. */
export interface Refusal {
  path: string;
  reason: RefusalReason;
  /** One or two sentences, path included. */
  message: string;
}

export type RefusalReason =
  "edited-generated" | "edited-shared" | "foreign" | "obstacle" | "path" | "newer";

const MESSAGES: Record<RefusalReason, (path: string, detail: string) => string> = {
  "edited-generated": (path) =>
    `${path} is a generated file and was edited by hand. Move the change into a file of your own, ` +
    `or delete ${path} to have it written anew.`,
  "edited-shared": (path) =>
    `${path} was edited by hand and the manifest asks for another text. Move it aside, generate, ` +
    "and put your change into the new file.",
  foreign: (path) =>
    `${path} stands where a file has to be written, and spire did not write it. Move or delete it.`,
  obstacle: (path, detail) => `${path} cannot be written: it ${detail}. Move it out of the way.`,
  path: (path, detail) => `${path} cannot be written: it ${detail}. Choose another name.`,
  newer: () =>
    "This project was written by a newer spire; update spire before generating here again.",
};

export function refusal(path: string, reason: RefusalReason, detail = ""): Refusal {
  return { path, reason, message: MESSAGES[reason](path, detail) };
}
