import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CODES } from "../../schema/codes.ts";
import { loadManifest, loadManifestFrom } from "../../schema/load.ts";
import { TOO_LARGE } from "./too-large.ts";

/**
 * One wrong manifest a fixture. `# ^ SP203` at the end of a line says which codes must be found on
 * that line; nothing else may be found. A fixture is a file, or a folder when it takes several
 * files.
 */
const FIXTURES = join(import.meta.dirname, "fixtures", "wrong");

/** What the history of the project says, where a fixture is about that. */
const FORMER = {
  cascadedBefore: new Set(
    ["project", "parent", "reviewer", "owner", "other"].map((field) => `shop.Task.${field}`),
  ),
  choicesBefore: new Map([["shop.Order.state", ["draft", "lost", "sent"]]]),
};

const fixtures = readdirSync(FIXTURES, { withFileTypes: true });

test.each(fixtures.map((entry) => [entry.name, entry.isDirectory()] as const))(
  "%s is refused at the right lines",
  async (name, isFolder) => {
    const expected = expectationsOf(name, isFolder);
    const { project, diagnostics } = isFolder
      ? await loadManifest(join(FIXTURES, name))
      : loadManifestFrom({ "spire.yaml": readFileSync(join(FIXTURES, name), "utf8") }, FORMER);

    const found = diagnostics.map(
      ({ position, code }) => `${position.file}:${position.line} ${code}`,
    );
    expect(found.sort()).toEqual(expected.sort());
    expect(expected.length).toBeGreaterThan(0);
    const isError = diagnostics.some(({ severity }) => severity === "error");
    expect(project === null).toBe(isError);
    for (const { position, message, hint } of diagnostics) {
      expect(position.column).toBeGreaterThan(0);
      expect(message).toMatch(/^\S.*[.!?]$/s);
      expect(message + (hint ?? "")).not.toMatch(/undefined|\[object|NaN\b/);
    }
  },
);

test("there are more than a hundred wrong manifests", () => {
  expect(fixtures.length).toBeGreaterThan(100);
});

test("every code has a manifest that shows it", () => {
  const shown = new Set(
    [
      ...fixtures.flatMap((entry) => expectationsOf(entry.name, entry.isDirectory())),
      ...Object.keys(TOO_LARGE),
    ].map((expectation) => expectation.slice(-5)),
  );
  expect([...shown].sort()).toEqual(Object.keys(CODES).sort());
});

/** `file:line code` for every code that the fixture's comments promise. */
function expectationsOf(name: string, isFolder: boolean): string[] {
  const files = isFolder
    ? readdirSync(join(FIXTURES, name), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(yaml|txt)$/.test(file))
        .map(
          (file) =>
            [file === "expected.txt" ? "spire.yaml" : file, join(FIXTURES, name, file)] as const,
        )
    : [["spire.yaml", join(FIXTURES, name)] as const];
  return files.flatMap(([file, path]) =>
    readFileSync(path, "utf8")
      .split("\n")
      .flatMap((line, index) => {
        const codes = /# \^ ([SP\d ]+)$/.exec(line)?.[1]?.trim().split(" ") ?? [];
        return codes.map((code) => `${file}:${index + 1} ${code}`);
      }),
  );
}
