/** A file that a plan must not touch, and what the person can do about it. */
export interface Refusal {
  path: string;
  reason: RefusalReason;
  /** One or two sentences, path included. */
  message: string;
}

export type RefusalReason =
  "edited-generated" | "conflict" | "markers" | "foreign" | "obstacle" | "path" | "newer";

const MESSAGES: Record<RefusalReason, (path: string, detail: string) => string> = {
  "edited-generated": (path) =>
    `${path} is a generated file and was edited by hand. Move the change into a file of your own, ` +
    `then have it written anew with --theirs ${path}.`,
  conflict: (path) => `${path} was edited by hand where the manifest asks for another text.`,
  markers: (path) =>
    `${path} holds conflict markers (<<<<<<<, >>>>>>>). Settle the conflict and remove them.`,
  foreign: (path) =>
    `${path} stands where a file has to be written, and spire did not write it. Move it away, ` +
    `or overwrite it with --theirs ${path}.`,
  obstacle: (path, detail) => `${path} cannot be written: it ${detail}. Move it out of the way.`,
  path: (path, detail) => `${path} cannot be written: it ${detail}. Choose another name.`,
  newer: () =>
    "This project was written by a newer spire; update spire before generating here again.",
};

export function refusal(path: string, reason: RefusalReason, detail = ""): Refusal {
  return { path, reason, message: MESSAGES[reason](path, detail) };
}
