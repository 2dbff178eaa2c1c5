import type { Layout } from "./layout.ts";

/** A text after names in it changed, and with them the width of its lines: laid out if it was so before. */
export async function laidOutAsBefore(
  layout: Pick<Layout, "isLaidOut" | "format">,
  path: string,
  { before, text }: { before: string; text: string },
): Promise<string> {
  if (text === before || !(await layout.isLaidOut({ path, content: before }))) return text;
  try {
    return await layout.format({ path, content: text });
  } catch {
    return text; // it did not parse before either
  }
}
