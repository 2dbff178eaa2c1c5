import { join } from "node:path";
import type { Layout } from "../../../generators/layout/layout.ts";
import { readPlainFile } from "../../../schema/read/plain-file.ts";
import { formatted } from "./lines.ts";

/** Where a project says how many spaces it wants behind a colon. */
export const LAYOUT_FILE = "layout.txt";

const OWN_GAP = 1;

export function readLayout(dir: string): Layout {
  const text = readPlainFile(join(dir, LAYOUT_FILE), 1_000)?.toString("utf8") ?? "";
  const asked = /^gap: *(.*)$/m.exec(text)?.[1] ?? String(OWN_GAP);
  const isKnown = /^[1-9]$/.test(asked);
  const gap = isKnown ? Number(asked) : OWN_GAP;
  return {
    isOwn: async () => gap === OWN_GAP,
    format: async ({ content }) => formatted(content, gap),
    isLaidOut: async ({ content }) => (formattedOrNull(content, gap) ?? content) === content,
    plain: async ({ content }) => formattedOrNull(content, OWN_GAP) ?? content,
    replaced: new Set(),
    notices: new Set(isKnown ? [] : [`${LAYOUT_FILE} asks for a gap of ${asked}, which is none.`]),
  };
}

function formattedOrNull(text: string, gap: number): string | null {
  try {
    return formatted(text, gap);
  } catch {
    return null;
  }
}
