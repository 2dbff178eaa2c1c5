import type { TargetName } from "../project.ts";
import { DJANGO } from "./django.ts";
import type { TargetRules } from "./target-rules.ts";
import { TYPESCRIPT } from "./typescript.ts";

/** What each target adds to the language's rules. */
export const TARGET_RULES: Readonly<Record<TargetName, TargetRules>> = {
  typescript: TYPESCRIPT,
  django: DJANGO,
};

/**
 * The installed folders of every target: no manifest is read in them and nothing is written, also
 * where nobody has said yet which target it is about.
 */
export const INSTALLED_FOLDERS: readonly string[] = Object.values(TARGET_RULES).flatMap(
  ({ installedFolders }) => installedFolders,
);
