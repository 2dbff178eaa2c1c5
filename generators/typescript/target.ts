import { escapers } from "./code/escapers.ts";
import { format, formatQuickly } from "./code/format.ts";
import { matrixFiles } from "../matrix/files.ts";
import type { RenderedFile, RenderInput, Target } from "../target.ts";
import { openTemplates, type Templates } from "../render/templates.ts";
import { prettierIgnoreSpec } from "./layout/ignored-by-prettier.ts";
import { projectLayout } from "./layout/project-layout.ts";
import { choicesBefore } from "./models/former-choices.ts";
import { cascadedBefore } from "./migrations/former-rules.ts";
import { MIGRATIONS_FOLDER } from "./migrations/journal.ts";
import { migrationSpecs } from "./migrations/migrations.ts";
import { FORMER_MODULES } from "./project/moved-modules.ts";
import { plainFileSpecs, TEMPLATES_FOLDER } from "./project/plain-files.ts";
import { relocateImports } from "./renames/relocate-imports.ts";
import { renamedFiles } from "./renames/renamed-files.ts";
import { renamedWords } from "./renames/renamed-words.ts";
import type { RenderSpec } from "./code/render-spec.ts";
import { appRenderers, projectRenderers } from "./renderers.ts";
import { writesFile } from "./project/written-files.ts";

/** A Node project: Fastify, Drizzle, Preact TSX on the server, htmx in the browser, vitest. */
export const typescriptTarget: Target = {
  firstSteps: ["npm install", "npm run dev"],
  ignoredFiles: ["dist/**", ".data/**", "coverage/**"],
  historyFolders: () => [MIGRATIONS_FOLDER],
  cascadedBefore,
  choicesBefore,
  async loadSourceTools() {
    const [{ readSource }, { keepImports }] = await Promise.all([
      import("./guards/read-source.ts"),
      import("./code/keep-imports.ts"),
    ]);
    return { readSource, keepImports };
  },
  isMergedByKey: (path) => path === "package.json",
  relocate: relocateImports,
  nameCharacters: "\\w$",
  writes: writesFile,
  readLayout: projectLayout,
  async openVerifier(dir, runProgram) {
    const { openVerifier } = await import("./verification/verifier.ts");
    return openVerifier(dir, runProgram);
  },
  async render(input: RenderInput): Promise<RenderedFile[]> {
    const { project: index, screens } = input;
    const files: RenderSpec[] = [
      ...(await migrationSpecs(index, input.history, input)),
      ...(await plainFileSpecs()),
      ...matrixFiles(input.matrix).map((file) => ({ ...file, tier: "generated" as const })),
      ...projectRenderers.flatMap((renderer) => renderer(index, screens)),
      ...screens.apps.flatMap((of) =>
        appRenderers.flatMap((renderer) => renderer(index, of.app, of)),
      ),
    ];
    const specs = [...files, prettierIgnoreSpec(files)];
    const templates = openTemplates(TEMPLATES_FOLDER, escapers);
    const former = renamedFiles(index);
    const words = renamedWords(index);
    return Promise.all(
      specs.map(async (spec) => {
        const file = await renderSpec(templates, spec);
        const module = FORMER_MODULES.get(file.path);
        const renamedFrom = former.get(file.path) ?? (module === undefined ? [] : [module]);
        return {
          ...file,
          ...(renamedFrom.length > 0 && { renamedFrom }),
          ...(words !== null && file.tier === "shared" && { renamedWords: words(file.path) }),
        };
      }),
    );
  },
};

async function renderSpec(templates: Templates, spec: RenderSpec): Promise<RenderedFile> {
  const { path, tier } = spec;
  const isTemplate = "template" in spec;
  const declinable = isTemplate && spec.canBeDeclined && { canBeDeclined: spec.canBeDeclined };
  const content = isTemplate ? templates.render(spec.template, spec.context) : spec.content;
  if (!isTemplate && !spec.format) return { path, tier, content };
  const layOut = tier === "generated" ? formatQuickly : format;
  return { path, tier, content: await layOut({ path, content }), ...declinable };
}
