import { projectLayout } from "../../generators/typescript/layout/project-layout.ts";

/** The layout of a project that says nothing of its own. */
export const ownLayout = projectLayout(
  "/a project that is not there",
  new Map([[".prettierrc.json", '{ "printWidth": 100, "endOfLine": "auto" }\n']]),
);
