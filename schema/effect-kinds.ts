import type { Effect, FieldType } from "./project.ts";

/** What the language says about one kind of effect. */
export interface EffectKindRules {
  /** It acts on the row that the view loads, on a new one, or on the one whose id an input brings. */
  row: "loaded" | "new" | "keyed";
  /** The type of the one field that it changes; null: it writes any, or none. */
  field: FieldType | null;
  /** It cannot be taken back. */
  destructive: boolean;
}

export const EFFECT_KINDS = {
  toggle: { row: "loaded", field: "boolean", destructive: false },
  set: { row: "loaded", field: null, destructive: false },
  advance: { row: "loaded", field: "choice", destructive: false },
  delete: { row: "keyed", field: null, destructive: true },
  create: { row: "new", field: null, destructive: false },
} as const satisfies Readonly<Record<Effect["kind"], EffectKindRules>>;

type KindOn<Row> = {
  [Kind in Effect["kind"]]: (typeof EFFECT_KINDS)[Kind]["row"] extends Row ? Kind : never;
}[Effect["kind"]];

/** Whether the effect acts on such a row; what it then says of that row is known to the compiler. */
export function actsOn<E extends Effect, Row extends EffectKindRules["row"]>(
  effect: E | null,
  ...rows: Row[]
): effect is Extract<E, { kind: KindOn<Row> }> {
  return effect !== null && rows.some((row) => EFFECT_KINDS[effect.kind].row === row);
}

/** The fields of the loaded row that an effect changes. */
export function changedFields(effect: Effect | null): string[] {
  if (!actsOn(effect, "loaded")) return [];
  return effect.kind === "set" ? Object.keys(effect.values) : [effect.field];
}
