import { firstArticle } from "../article.ts";
import type { PathSegment } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { listNames } from "../suggest.ts";
import type { ViewBase } from "../resolve/views.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import type { Rule } from "./rule.ts";

/** SP314, SP315, SP316 and SP321: the parameters of a path against the rows that it finds. */
export const pathParameters: Rule = ({ bases }, report) => {
  for (const base of bases.values()) {
    if (base.segments !== null) checkParameters(base, base.segments, report);
  }
};

function checkParameters(base: ViewBase, segments: readonly PathSegment[], report: Report): void {
  const { view, object, rowKey, model, path } = base;
  const rules = VIEW_KINDS[view.manifest.kind];
  const parameters = segments.filter((segment) => "name" in segment);
  const names = parameters.map(({ name }) => name);
  const at = pathOf(base);

  if (object && !names.includes(object.key)) {
    report(
      "SP314",
      [...view.path, "object", "key"],
      `The path \`${path}\` has no parameter \`${object.key}\`.`,
      {
        hint:
          names.length > 0
            ? `Its parameters: ${listNames(names, "and")}.`
            : `Write a \`path:\` with \`<int:${object.key}>\`.`,
      },
    );
  }
  if (object && rules.row === "never" && rules.needsModel && object.model === model) {
    report(
      "SP321",
      [...view.path, "object"],
      `${firstArticle(view.manifest.kind)} ${view.manifest.kind} view has no \`${object.model.name}\` to load before it runs.`,
      {
        hint: "Remove `object:`, or name the model that the rows belong to.",
        at: "key",
      },
    );
  }
  if (rules.row === "always" && model !== null && rowKey === null) {
    report(
      "SP314",
      at.path,
      `The path \`${path}\` does not say which \`${model.name}\` is meant.`,
      {
        hint: "Add the parameter `<int:pk>`.",
        at: at.at,
      },
    );
  }
  const keys = new Set([object?.key, rowKey]);
  for (const { name, converter } of parameters) {
    if (keys.has(name) && converter !== "int") {
      report(
        "SP316",
        at.path,
        `\`<${converter}:${name}>\` is the id of a row, which is a whole number.`,
        {
          hint: `Write \`<int:${name}>\`.`,
          at: at.at,
        },
      );
    }
    if (!keys.has(name) && !rules.freeParameters && (model !== null || !rules.needsModel)) {
      report("SP315", at.path, `Nothing uses the parameter \`${name}\` of \`${path}\`.`, {
        hint: "Remove it, or add `object: { model: …, key: … }`.",
        at: at.at,
      });
    }
  }
}

function pathOf({ view }: ViewBase): { path: ManifestPath; at: "key" | "value" } {
  return view.manifest.path === undefined
    ? { path: view.path, at: "key" }
    : { path: [...view.path, "path"], at: "value" };
}
