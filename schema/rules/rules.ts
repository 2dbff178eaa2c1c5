import { changedDefaults } from "./changed-defaults.ts";
import { claims } from "./claims.ts";
import { closedFields } from "./closed-fields.ts";
import { displayFields } from "./display-fields.ts";
import { effectValues } from "./effect-values.ts";
import { effects } from "./effects.ts";
import { fieldBounds } from "./field-bounds.ts";
import { fieldOptions } from "./field-options.ts";
import { identifiers } from "./identifiers.ts";
import { inputNames } from "./input-names.ts";
import { localPaths } from "./local-paths.ts";
import { heldByMembers, memberRules } from "./members.ts";
import { namedFields } from "./named-fields.ts";
import { offers } from "./offers.ts";
import { pathParameters } from "./path-parameters.ts";
import {
  duplicatePermissions,
  forgottenPermissions,
  missingPermissions,
  otherKindsAction,
} from "./permissions.ts";
import { relatedNames, requiredCircles } from "./references.ts";
import { renames } from "./renames.ts";
import { reservedWords } from "./reserved-words.ts";
import { roles } from "./roles.ts";
import { retiredChoices } from "./retired-choices.ts";
import { routes } from "./routes.ts";
import type { Rule } from "./rule.ts";
import { timeZone } from "./time-zone.ts";
import { uniqueGroups } from "./unique-groups.ts";
import { publicViews, viewKeys } from "./view-keys.ts";

/** Every rule beyond the references that the resolver checks, in no particular order. */
export const RULES: readonly Rule[] = [
  changedDefaults,
  claims,
  closedFields,
  displayFields,
  duplicatePermissions,
  effects,
  effectValues,
  fieldBounds,
  fieldOptions,
  forgottenPermissions,
  heldByMembers,
  identifiers,
  inputNames,
  localPaths,
  memberRules,
  missingPermissions,
  namedFields,
  offers,
  otherKindsAction,
  pathParameters,
  publicViews,
  relatedNames,
  renames,
  requiredCircles,
  roles,
  reservedWords,
  retiredChoices,
  routes,
  timeZone,
  uniqueGroups,
  viewKeys,
];
