import type { TargetName } from "../project.ts";
import { DJANGO } from "./django.ts";
import type { TargetRules } from "./target-rules.ts";
import { TYPESCRIPT } from "./typescript.ts";

/** What each target adds to the language's rules. */
export const TARGET_RULES: Readonly<Record<TargetName, TargetRules>> = {
  typescript: TYPESCRIPT,
  django: DJANGO,
};
