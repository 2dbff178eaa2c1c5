import { EFFECTS } from "./codes/effects.ts";
import { NAMES } from "./codes/names.ts";
import { READING } from "./codes/reading.ts";
import type { RuleText } from "./codes/rule.ts";
import { SHAPE } from "./codes/shape.ts";
import { TARGET } from "./codes/target.ts";
import { VIEWS } from "./codes/views.ts";

const TABLE = { ...READING, ...SHAPE, ...NAMES, ...VIEWS, ...EFFECTS, ...TARGET };

export type Code = keyof typeof TABLE;

/** Every diagnostic of the language, by code. Codes are stable: none is ever used anew. */
export const CODES: Readonly<Record<Code, RuleText>> = TABLE;
