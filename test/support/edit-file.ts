import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";

/** Changes a file of a project by hand. Fails when the text is not as the test knows it. */
export function editFile(dir: string, path: string, from: string | RegExp, to: string): void {
  const before = readFileSync(join(dir, path), "utf8");
  const after = before.replace(from, to);
  expect(after, `${path} is as this test knows it`).not.toBe(before);
  writeFileSync(join(dir, path), after);
}
