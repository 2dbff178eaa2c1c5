import type { Rule } from "./rule.ts";

/** Every rule beyond the references that the resolver checks, in no particular order. */
export const RULES: readonly Rule[] = [];
