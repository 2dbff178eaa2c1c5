import type { Verifier } from "../generators/verifier.ts";
import { printable } from "./printable.ts";

/** Conditions of the code that no test can judge, a sentence each. */
export function untestable(
  files: Iterable<[path: string, text: string]>,
  { untestableConditions }: Pick<Verifier, "untestableConditions">,
): string[] {
  return [...files].flatMap(([path, text]) =>
    untestableConditions(path, text).map(({ line, code }) =>
      printable(
        `${path}:${line}: not verified. It asks for a permission in another way than "and" and "or", ` +
          `which no visitor tells from every other condition: ${code}`,
      ),
    ),
  );
}
