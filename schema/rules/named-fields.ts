import { FIELD_TYPES, type FieldTypeRules } from "../field-types.ts";
import { sortKey } from "../list-fields.ts";
import type { ModelEntry, ViewEntry } from "../manifest-index.ts";
import type { ViewManifest } from "../manifest.types.ts";
import type { Report } from "../report.ts";
import { isSecret } from "../secrets.ts";
import type { Rule } from "./rule.ts";

/** A key of a view that names fields of its model. */
interface Key {
  key: keyof ViewManifest & ("columns" | "search" | "filter" | "sort" | "fields");
  /** What the list does by such a field; null: it shows it, or asks for it, whatever it is. */
  by: { can: (type: FieldTypeRules) => boolean; done: string } | null;
}

const KEYS: readonly Key[] = [
  { key: "columns", by: null },
  { key: "search", by: { can: ({ searches }) => searches, done: "searched" } },
  { key: "filter", by: { can: ({ filters }) => filters, done: "filtered" } },
  { key: "sort", by: { can: ({ sorts }) => sorts, done: "ordered" } },
  { key: "fields", by: null },
];

/** SP371 to SP373: fields that a view names, and not for what it names them for. */
export const namedFields: Rule = ({ index, bases }, report) => {
  for (const view of index.apps.flatMap((app) => app.views)) {
    const model = bases.get(view)?.model ?? null;
    for (const each of KEYS) {
      reportRepeated(view, each, report);
      if (model !== null) reportUnfit(view, each, model, report);
    }
  }
};

/** The fields that a key names. */
function namesIn({ manifest }: ViewEntry, { key }: Key): string[] {
  const written: readonly string[] = manifest[key] ?? [];
  return written.map((name) => sortKey(name).field);
}

function reportRepeated(view: ViewEntry, { key, by }: Key, report: Report): void {
  const names = namesIn(view, { key, by });
  for (const [place, name] of names.entries()) {
    if (names.indexOf(name) === place) continue;
    report("SP371", [...view.path, key, place], `\`${name}\` stands here already.`, {
      hint: "Remove one of the two.",
    });
  }
}

function reportUnfit(
  view: ViewEntry,
  { key, by }: Key,
  { fields }: ModelEntry,
  report: Report,
): void {
  if (by === null) return;
  const { can, done } = by;
  for (const [place, name] of namesIn(view, { key, by }).entries()) {
    const type = fields.get(name)?.type;
    if (type === undefined) continue;
    const path = [...view.path, key, place];
    if (!can(FIELD_TYPES[type])) {
      report("SP372", path, `A list cannot be ${done} by \`${name}\`, which is of type ${type}.`, {
        hint: "Name another field, or remove it.",
      });
    } else if (isSecret({ name, type })) {
      report("SP373", path, `A list that is ${done} by \`${name}\` tells what it hides.`, {
        hint: "Remove it. If the field is no secret, give it a name that is none.",
      });
    }
  }
}
