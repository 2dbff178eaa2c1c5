import type { BareControl } from "./controls.ts";
import type { Facts, ModelFacts, ViewFacts } from "./facts.ts";
import { guardOfView } from "./guards.ts";
import { referencesOf } from "./references.ts";
import { asksRow } from "./requirement.ts";
import { relatedModelsOf } from "./related-rows.ts";
import { KINDS } from "./view-kinds.ts";

/** A table of more fields shows some of them, unless it says which. */
const WIDEST = 6;

/**
 * The links that names of rows are, where the rows have a page: what a page names, it names as a link to
 * those who may open that.
 *
 * @param controls what stands there anyway, and is tried as such
 */
export function referenceLinksOn(
  facts: Facts,
  view: ViewFacts,
  controls: readonly BareControl[],
): BareControl[] {
  const leadsThere = ({ control: { to, params } }: BareControl) =>
    controls.some(({ control }) => control.to === to && isSame(control.params, params));
  return namesOn(facts, view).filter((link) => !leadsThere(link));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function namesOn(facts: Facts, view: ViewFacts): BareControl[] {
  const { kind } = view.manifest;
  const about = KINDS[kind].shows === "object" ? (view.object?.model ?? null) : view.model;
  const isForm = KINDS[kind].methods.includes("POST");
  if (isForm) return [];
  const shown = [...(about === null ? [] : [about]), ...relatedModelsOf(facts, view)];
  return [...new Set(shown)].flatMap((of) =>
    referencesOf(facts, of).flatMap(({ field, target }): BareControl[] => {
      const page = pageOf(facts, target);
      const [key] = page?.parameters ?? [];
      if (page === null || key === undefined) return [];
      return [
        {
          control: {
            page: view.id,
            kind: "link",
            to: page.id,
            path: page.path,
            params: { [key.name]: { field, of: of.id } },
            reference: true,
          },
          target: { guard: guardOfView(facts, page), page: null, hasMember: false },
          effect: undefined,
          isCertain: of === about && isShown(view, of, field),
        },
      ];
    }),
  );
}

/** Where one row is looked at by itself. */
function pageOf(facts: Facts, model: ModelFacts): ViewFacts | null {
  const pages = facts.views.filter(
    (view) =>
      view.manifest.kind === "detail" &&
      view.model === model &&
      view.manifest.member === undefined &&
      !asksRow(guardOfView(facts, view)) &&
      (view.object === null || view.object.model === model),
  );
  return pages.find(({ name }) => name === "detail") ?? pages[0] ?? null;
}

/** Whether the page shows the field for sure, of whatever row: also one that belongs to no object. */
function isShown({ manifest, object }: ViewFacts, { fields }: ModelFacts, field: string): boolean {
  if (object !== null || fields[field]?.null === true) return false;
  if (manifest.kind === "detail") return true;
  if (manifest.kind !== "list") return false;
  return manifest.columns?.includes(field) ?? Object.keys(fields).length <= WIDEST;
}
