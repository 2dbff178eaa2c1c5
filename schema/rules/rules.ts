import { identifiers } from "./identifiers.ts";
import { pathParameters } from "./path-parameters.ts";
import { duplicatePermissions, forgottenPermissions, otherKindsAction } from "./permissions.ts";
import { relatedNames, requiredCircles } from "./references.ts";
import { renames } from "./renames.ts";
import { reservedWords } from "./reserved-words.ts";
import { routes } from "./routes.ts";
import type { Rule } from "./rule.ts";
import { publicViews, viewKeys } from "./view-keys.ts";

/** Every rule beyond the references that the resolver checks, in no particular order. */
export const RULES: readonly Rule[] = [
  duplicatePermissions,
  forgottenPermissions,
  identifiers,
  otherKindsAction,
  pathParameters,
  publicViews,
  relatedNames,
  renames,
  requiredCircles,
  reservedWords,
  routes,
  viewKeys,
];
