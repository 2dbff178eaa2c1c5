import { type Door, doorsOf, isMeant } from "../doors.ts";
import type { ManifestIndex } from "../manifest-index.ts";
import type { ClaimManifest } from "../manifest.types.ts";
import type { Requirement, Role } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { factsOf, foldRequirement, passes, permissionsOf } from "../requirements.ts";
import { findRole, roleGiven } from "../resolve/roles.ts";
import { didYouMean, listNames } from "../suggest.ts";
import type { Rule } from "./rule.ts";

/**
 * SP261 and SP262: claims that the guards and roles do not keep, and those about no door. What members
 * and rows decide is not known here: `never` and `only` take it as met.
 */
export const claims: Rule = ({ index, project }, report) => {
  const doors = doorsOf(project);
  const whyOpen = explain(index);
  for (const [position, claim] of (index.manifest.claims ?? []).entries()) {
    const path = ["claims", position];
    const isKnown = rolesNamed(claim).map(({ name, step }) =>
      findRole(index, name, [...path, ...step], report),
    );
    const list = "never" in claim ? "never" : "may";
    const patterns = "never" in claim ? claim.never : claim.may;
    for (const [place, pattern] of patterns.entries()) {
      const at = [...path, list, place];
      const meant = doors.filter(({ name }) => isMeant(pattern, name));
      if (meant.length === 0) reportUnknownDoor(pattern, doors, at, report);
      if (isKnown.includes(false)) continue;
      for (const door of meant.filter(isResolved)) {
        const problem = judge(claim, door, project.roles, whyOpen);
        if (problem) report("SP261", at, problem.message, { hint: problem.hint });
      }
    }
  }
};

function rolesNamed(claim: ClaimManifest): { name: string; step: ManifestPath }[] {
  if (!("only" in claim)) return [{ name: claim.role, step: ["role"] }];
  return claim.only.map((name, place) => ({ name, step: ["only", place] }));
}

/** A guard that names what is not there is reported as that. */
function isResolved({ guards }: Door): boolean {
  return guards.every(
    (guard) =>
      guard.kind !== "permission" ||
      permissionsOf(guard.requirement).length > 0 ||
      factsOf(guard).length > 0,
  );
}

interface Problem {
  message: string;
  hint: string;
}

type WhyOpen = (door: Door, role: Role) => string;

function judge(
  claim: ClaimManifest,
  door: Door,
  roles: readonly Role[],
  whyOpen: WhyOpen,
): Problem | null {
  if ("only" in claim) return somebodyElse(door, claim.only, roles, whyOpen);
  const role = roles.find(({ name }) => name === claim.role);
  if (role === undefined) return null;
  if (!("never" in claim)) return closedTo(door, role);
  if (!opens(role.permissions, door)) return null;
  const message = `The role \`${role.name}\` opens \`${door.name}\`, which it never is to.`;
  return { message, hint: whyOpen(door, role) };
}

function opens(permissions: readonly string[], { guards }: Door): boolean {
  return guards.every((guard) => passes(permissions, guard));
}

function closedTo(door: Door, role: Role): Problem | null {
  const missing = door.guards.flatMap((guard) =>
    guard.kind === "permission" ? lacks(role, guard.requirement) : [],
  );
  if (missing.length === 0) return null;
  return {
    message: `The role \`${role.name}\` does not open \`${door.name}\`.`,
    hint: `It lacks ${listNames(new Set(missing), "and")}.`,
  };
}

/** Of those who are not named: everybody, whoever is logged in, else the roles. */
function somebodyElse(
  door: Door,
  named: readonly string[],
  roles: readonly Role[],
  whyOpen: WhyOpen,
): Problem | null {
  const only =
    named.length === 0
      ? "nobody is to"
      : `only ${listNames(named, "and")} ${named.length > 1 ? "are" : "is"} to`;
  if (opens([], door)) {
    const who = isPublic(door) ? "Everybody" : "Whoever is logged in";
    const hint = isPublic(door) ? "It is public." : "Login is enough for it.";
    return { message: `${who} opens \`${door.name}\`, and ${only}.`, hint };
  }
  const others = roles.filter(
    ({ name, permissions }) => !named.includes(name) && opens(permissions, door),
  );
  const [first] = others;
  if (first === undefined) return null;
  const names = listNames(
    others.map(({ name }) => name),
    "and",
  );
  const verb = others.length > 1 ? "open" : "opens";
  return {
    message: `${names} ${verb} \`${door.name}\` too, and ${only}.`,
    hint: whyOpen(door, first),
  };
}

function isPublic({ guards }: Door): boolean {
  return guards.every(({ kind }) => kind === "public");
}

/** Says by which permissions a role opens a door, and where it has them from. */
function explain(index: ManifestIndex): WhyOpen {
  return (door, role) => {
    if (isPublic(door)) return "It is public.";
    const used = door.guards.flatMap((guard) =>
      guard.kind === "permission" ? uses(role, guard.requirement) : [],
    );
    if (used.length === 0) return "Login is enough for it.";
    const held = [...new Set(used)].map((permission) => {
      const given = roleGiven(index, role.name, permission);
      return given === null || given === role.name
        ? `\`${permission}\``
        : `\`${permission}\` through \`${given}\``;
    });
    return `\`${role.name}\` holds ${held.join(" and ")}.`;
  };
}

/** The permissions by which a role meets a requirement, by the first alternative. */
function uses({ permissions }: Role, requirement: Requirement): string[] {
  return (
    foldRequirement<string[] | null>(requirement, {
      permission: (name) => (permissions.includes(name) ? [name] : null),
      row: () => [],
      any: (parts) => parts.find((part) => part !== null) ?? null,
      all: (parts) => (parts.includes(null) ? null : parts.flatMap((part) => part ?? [])),
    }) ?? []
  );
}

/** What it needs besides, by the alternative that takes least. */
function lacks({ permissions }: Role, requirement: Requirement): string[] {
  return foldRequirement<string[]>(requirement, {
    permission: (name) => (permissions.includes(name) ? [] : [name]),
    row: () => [],
    any: ([first = [], ...others]) =>
      others.reduce((least, part) => (part.length < least.length ? part : least), first),
    all: (parts) => parts.flat(),
  });
}

function reportUnknownDoor(
  pattern: string,
  doors: readonly Door[],
  at: ManifestPath,
  report: Report,
): void {
  const names = doors.map(({ name }) => name);
  const [label = ""] = pattern.split(".");
  const near = names.filter((name) => name.startsWith(`${label}.`));
  const renamed = doors.find(({ former }) => former === pattern);
  report("SP262", at, `There is no door \`${pattern}\`.`, {
    hint:
      (renamed && `It is \`${renamed.name}\` now.`) ??
      didYouMean(pattern, names) ??
      (near.length > 0
        ? `Doors of \`${label}\`: ${listNames(near, "and")}.`
        : "Write `label.view`, or `label.view.event`."),
  });
}
