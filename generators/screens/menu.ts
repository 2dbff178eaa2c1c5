import { VIEW_KINDS } from "../../schema/view-kinds.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeView } from "../render/safe-project.ts";
import { tellApart } from "./menu-labels.ts";
import type { MenuEntry, OwnedView } from "./screen.ts";
import { humanized } from "./titles.ts";

/** So many entries are still read as one line. */
const MOST_IN_A_LINE = 7;

/**
 * Pages that open without a row, in the project's order. Where they are many, those of a top-level
 * app and its sub-apps are a group; a page that is alone in its app is in none.
 */
export function menuOf(project: ProjectIndex): MenuEntry[] {
  const views = project.apps.flatMap((app) =>
    app.views.filter(standsInMenu).map((view): OwnedView => ({ app, view })),
  );
  const groups = views.length > MOST_IN_A_LINE ? groupsOf(views) : new Map<string, OwnedView[]>();
  const grouped = new Set([...groups.values()].flat());
  const alone = views.filter((owned) => !grouped.has(owned));
  const titles = [...groups.keys()].map(humanized);
  const labels = new Map([
    // What stands beside groups must not read like one of them.
    ...tellApart(project, alone, titles),
    ...[...groups.values()].flatMap((members) => [...tellApart(project, members, [])]),
  ]);
  return views.flatMap((owned) => {
    const label = labels.get(owned);
    const group = grouped.has(owned) ? humanized(folderOf(owned)) : null;
    return label === undefined ? [] : [{ ...owned, label, group }];
  });
}

function standsInMenu({ kind, segments }: SafeView): boolean {
  return VIEW_KINDS[kind].menu && segments.every((segment) => "literal" in segment);
}

/** By the folder of their top-level app, those of which there are several. */
function groupsOf(views: readonly OwnedView[]): Map<string, OwnedView[]> {
  const groups = new Map<string, OwnedView[]>();
  for (const owned of views) {
    const members = groups.get(folderOf(owned));
    if (members === undefined) groups.set(folderOf(owned), [owned]);
    else members.push(owned);
  }
  return new Map([...groups].filter(([, members]) => members.length > 1));
}

function folderOf({ app }: OwnedView): string {
  return app.path[0] ?? app.label;
}
