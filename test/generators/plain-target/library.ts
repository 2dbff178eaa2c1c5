import { generate, type GenerateOptions } from "../../../generators/generate.ts";
import { testdir } from "../../support/testdir.ts";
import { plainTarget } from "./plain-target.ts";

/** Two apps, so that there are two histories, and a text that would break a line. */
export const LIBRARY = `
spire: 1
project: { name: library }
apps:
  shelf:
    models:
      Shelf:
        fields: { name: string }
        permissions: { can_lock_shelf: "Can lock\\nneeds: public" }
    views:
      list: { kind: list, links: [detail] }
      detail: { kind: detail }
  loan:
    models: { Loan: { fields: { note: text } } }
    views: { list: { kind: list, links: [shelf.list] } }
`;

/** A project of plain texts, not generated yet. */
export function library(): string {
  return testdir({ "spire.yaml": LIBRARY });
}

/**
 * Generates plain texts, whatever target the manifest names.
 *
 * @throws Error when the manifest is wrong
 */
export async function generatePlain(dir: string, options: GenerateOptions = {}) {
  const generation = await generate(dir, { ...options, loadTarget: async () => plainTarget });
  const { project, plan, state, notices } = generation;
  if (project === null || plan === null || state === null) {
    throw new Error(generation.diagnostics.map(({ message }) => message).join("\n"));
  }
  return { project, plan, state, notices };
}
