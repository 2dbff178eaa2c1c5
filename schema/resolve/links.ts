import { article } from "../article.ts";
import type { ViewEntry } from "../manifest-index.ts";
import type { ManifestIndex, ModelEntry } from "../manifest-index.ts";
import type { Link } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import { findView } from "./lookup.ts";
import { parameterNames, referencesTo, type ViewBase } from "./views.ts";

/** The view's links; reports SP230, SP231 and SP232, and leaves out what is wrong. */
export function resolveLinks(
  index: ManifestIndex,
  bases: ReadonlyMap<ViewEntry, ViewBase>,
  from: ViewBase,
  report: Report,
): Link[] {
  const { view } = from;
  const seen = new Set<string>();
  const links: Link[] = [];
  for (const [position, written] of (view.manifest.links ?? []).entries()) {
    const { to, otherwise } = typeof written === "string" ? { to: written } : written;
    const entry = [...view.path, "links", position];
    const path = typeof written === "string" ? entry : [...entry, "to"];
    const target = findView(index, view.app, to, path, report);
    if (!target) continue;
    if (seen.has(target.id)) {
      report("SP232", path, `\`${view.name}\` links to \`${target.id}\` twice.`, {
        hint: "Remove one of the links.",
      });
      continue;
    }
    seen.add(target.id);
    const base = bases.get(target);
    const per = base && filledBy(from, base, path, report);
    if (per) links.push({ to: target.id, otherwise: otherwise ?? null, per });
  }
  return links;
}

/** How the target's path parameters are filled from what the page shows. */
function filledBy(
  from: ViewBase,
  target: ViewBase,
  path: ManifestPath,
  report: Report,
): Link["per"] | null {
  if (target.segments === null || target.modelIsMissing) return null;
  const [name, ...others] = parameterNames(target.segments);
  if (name === undefined) return { kind: "page" };
  const cannot = (why: string, hint: string) => {
    report("SP231", path, `The path of \`${target.view.id}\` cannot be filled here: ${why}.`, {
      hint,
    });
    return null;
  };
  if (others.length > 0) {
    return cannot(
      `it has ${others.length + 1} parameters`,
      "Link to views with one parameter at most; write other links in the template.",
    );
  }
  const wanted = modelOfParameter(target, name);
  if (wanted === null) {
    return cannot(`\`${name}\` is not the id of a row`, "Write such a link in the template.");
  }
  const shown = shownModel(from);
  if (shown === null && from.modelIsMissing) return null;
  if (shown === null) {
    return cannot(
      `it needs ${article(wanted.name)} \`${wanted.name}\`, and \`${from.view.id}\` shows no row`,
      "Link to it from a list or detail view, or give this view an `object`.",
    );
  }
  if (shown === wanted) return { kind: "row" };
  const [field, ...more] = referencesTo(shown, wanted);
  if (field !== undefined && more.length === 0) return { kind: "reference", field };
  return cannot(
    `${article(shown.name)} \`${shown.name}\` has ${field === undefined ? "no reference" : "several references"} to ${article(wanted.name)} \`${wanted.name}\``,
    `Give \`${shown.name}\` exactly one reference to it, or link to another view.`,
  );
}

function modelOfParameter(target: ViewBase, name: string): ModelEntry | null {
  if (target.object?.key === name) return target.object.model;
  return target.rowKey === name ? target.model : null;
}

function shownModel({ view, model, object }: ViewBase): ModelEntry | null {
  const { shows } = VIEW_KINDS[view.manifest.kind];
  if (shows === "object") return object?.model ?? null;
  return shows === "nothing" ? null : model;
}
