import { FreeText } from "../render/free-text.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { OwnedView } from "./screen.ts";
import { humanized, sentence, viewTitle } from "./titles.ts";

type Label = (project: ProjectIndex, owned: OwnedView) => FreeText;

/** What a view may be called besides its title, from the shortest on. The last is its alone. */
const LONGER: readonly Label[] = [
  // One that is named after its kind has no name of its own.
  (project, { view }) =>
    view.name === view.kind ? viewTitle(project, view) : new FreeText(humanized(view.name)),
  (project, { app, view }) => within(viewTitle(project, view), app.path.slice(-1)),
  (project, { app, view }) => within(viewTitle(project, view), app.path),
  (project, { app, view }) => within(viewTitle(project, view), [...app.path, view.name]),
];

/**
 * A label for each of the views that stand together in the menu: its title, and where several would
 * read the same, what tells them apart.
 *
 * @param taken what else stands beside them
 */
export function tellApart(
  project: ProjectIndex,
  views: readonly OwnedView[],
  taken: readonly string[],
): Map<OwnedView, FreeText> {
  const labels = new Map(views.map((owned) => [owned, viewTitle(project, owned.view)]));
  for (const longer of LONGER) {
    const alike = readAlike(labels, taken);
    if (alike.length === 0) break;
    for (const owned of alike) labels.set(owned, longer(project, owned));
  }
  return labels;
}

/** The views whose labels read like another's. Capitals and blanks do not tell them apart. */
function readAlike(
  labels: ReadonlyMap<OwnedView, FreeText>,
  taken: readonly string[],
): OwnedView[] {
  const read = (label: string) => label.replace(/\s+/g, " ").trim().toLowerCase();
  const times = new Map<string, number>();
  const all = [...labels].map(
    ([owned, label]) => [owned, read(String(FreeText.unwrap(label)))] as const,
  );
  for (const words of [...all.map(([, own]) => own), ...taken.map(read)]) {
    times.set(words, (times.get(words) ?? 0) + 1);
  }
  return all.filter(([, words]) => (times.get(words) ?? 0) > 1).map(([owned]) => owned);
}

/** `Orders (Sales, Purchase order)`. */
function within(title: FreeText, folders: readonly string[]): FreeText {
  return sentence(title, ` (${folders.map(humanized).join(", ")})`);
}
