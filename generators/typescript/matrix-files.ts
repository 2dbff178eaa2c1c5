import { json } from "../escapers.ts";
import type { Matrix } from "../matrix/matrix.ts";
import type { RenderSpec } from "./render-spec.ts";

/** The matrix as the generated tests read it: one file for the project, one for each app. */
export function matrixSpecs(matrix: Matrix): RenderSpec[] {
  return [
    spec("tests/matrix.json", matrix.project),
    ...matrix.apps.map((app) => spec(`tests/matrix/${app.label}.json`, app)),
  ];
}

function spec(path: string, content: object): RenderSpec {
  return { path, tier: "generated", content: json(content), format: true };
}
