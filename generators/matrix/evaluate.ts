import type { Manifest } from "../../schema/manifest.types.ts";
import { controlsOf, type BareControl } from "./controls.ts";
import { endpointsOf, rulesOf, type BareEndpoint } from "./endpoints.ts";
import { gatherFacts, type AppFacts, type Facts, type ViewFacts } from "./facts.ts";
import { guardOfView, rootOf } from "./guards.ts";
import type {
  AppMatrix,
  Control,
  Effect,
  Endpoint,
  Expectations,
  Guard,
  Matrix,
  Outcome,
  Visitor,
} from "./matrix.ts";
import type { Situation } from "./row-state.ts";
import { membershipOf } from "./membership.ts";
import { type AccessRules, outcomeFor, type Roles } from "./outcome.ts";
import { mapFacts } from "./requirement.ts";
import { written as asWritten } from "./row-facts.ts";
import { anyRow, rowCases, rulesWhere } from "./row-cases.ts";
import { referenceLinksOn } from "./reference-links.ts";
import { nameOf, visitorsAt, visitorsBefore, type Relatives } from "./visitors.ts";

/**
 * Who meets what at every endpoint and control, from the validated manifest alone (includes
 * merged). Shares no code with the resolver, so that a mistake in one shows against the other.
 *
 * @throws Error when the manifest was not validated and names something that does not exist
 */
export function evaluateMatrix(manifest: Manifest): Matrix {
  const facts = gatherFacts(manifest);
  const roles = rolesOf(manifest, facts);
  return {
    project: {
      name: manifest.project.name,
      login_url: manifest.project.login_url ?? "/login/",
      roles,
    },
    apps: facts.apps.map((app) => appMatrix(facts, app, roles)),
  };
}

function appMatrix(facts: Facts, app: AppFacts, roles: Roles): AppMatrix {
  const visitors: Record<string, Visitor> = {};
  const relatives = relativesOf(facts, app);
  const views = facts.views.filter((view) => view.app === app);
  const endpoints = views.flatMap((view) =>
    endpointsOf(facts, view).map((bare) => tryEndpoint(facts, bare, relatives, roles, visitors)),
  );
  const controls = views.flatMap((view) =>
    allControlsOf(facts, view)
      .map((bare) =>
        tryControl(
          facts,
          bare,
          guardOfView(facts, view),
          membershipOf(rulesOf(facts, view)),
          roles,
          visitors,
        ),
      )
      // Of a name that may not be on the page there is nothing to try where nobody may not open it.
      .filter(({ reference, shown, hidden }) => !reference || shown.length + hidden.length > 0),
  );
  return {
    label: app.label,
    permissions: app.models.flatMap((model) =>
      model.codenames.map((codename) => `${app.label}.${codename}`),
    ),
    accepted: [
      ...acceptedIn(null, app.manifest.allow),
      ...views.flatMap((view) => acceptedIn(view.name, view.manifest.allow)),
    ],
    visitors,
    endpoints,
    controls,
  };
}

function allControlsOf(facts: Facts, view: ViewFacts): BareControl[] {
  const controls = controlsOf(facts, view);
  return [...controls, ...referenceLinksOn(facts, view, controls)];
}

function tryEndpoint(
  facts: Facts,
  { page, keyScope, related, named, ...endpoint }: BareEndpoint,
  relatives: Relatives,
  roles: Roles,
  visitors: Record<string, Visitor>,
): Endpoint {
  const written = {
    guard: aboutObject(endpoint, endpoint.guard),
    page: page === null ? null : aboutObject(endpoint, page),
    ...membershipOf(endpoint),
  };
  const isStuck = (is: Situation) => isAtLast(endpoint.effect, is);
  const cases = rowCases(facts, written, isStuck);
  const rules = cases === null ? written : rulesWhere(written, cases.open);
  const { everybody: usual, ...tried } = visitorsAt(rules, relatives, Object.keys(roles));
  const everybody = [...usual, ...(cases?.onOpen ?? [])];
  const isComplete = tried.isComplete && cases?.isComplete !== false;
  const expect = sortOut(everybody, visitors, (visitor) => outcomeFor(rules, visitor, roles));
  // Without a row the guard must still answer first, so that nobody learns which ids exist.
  const withoutRow = (missing: Outcome) =>
    sortOut(everybody.slice(0, 4).concat({ user: "superuser" }), visitors, (visitor) => {
      const outcome = outcomeFor({ ...anyRow(written), hasMember: false }, visitor, roles);
      return outcome === "allow" ? missing : outcome;
    });
  const hiding = <Rows>({ viewers, ...rows }: Rows & { viewers: Guard }) => {
    const target = { guard: viewers, page: null, hasMember: false };
    const { shown: _, ...hidden } = watchersOf(rules, target, roles, visitors);
    return { ...rows, ...hidden };
  };
  const namesRow = Object.values(endpoint.params).some((param) => "row" in param);
  const hasScopedRow = endpoint.scope !== undefined && isIn(endpoint.params, endpoint.scope.model);
  return {
    ...endpoint,
    guard: asWritten(endpoint.guard),
    ...(related && { related: related.map(hiding) }),
    ...(named && { named: named.map(hiding) }),
    ...(keyScope === null ? {} : { scope: keyScope }),
    ...(isComplete ? {} : { sampled: true as const }),
    ...(cases === null ? {} : { situation: cases.open, guard_there: asWritten(rules.guard) }),
    expect,
    ...(cases === null
      ? {}
      : {
          rows: cases.others.map(({ is, everybody: tries }) => ({
            is,
            expect: without(
              isStuck(is) ? "allow" : null,
              sortOut(tries, visitors, (visitor) =>
                outcomeFor(rulesWhere(written, is), visitor, roles),
              ),
            ),
          })),
        }),
    ...(namesRow && endpoint.method !== "EVENT" ? { when_missing: withoutRow("not_found") } : {}),
    ...(hasScopedRow ? { when_foreign: withoutRow("not_found") } : {}),
    ...(keyScope === null ? {} : { when_foreign: withoutRow("ignored") }),
  };
}

/** Expectations but for one outcome. */
function without(left: Outcome | null, expectations: Expectations): Expectations {
  return Object.fromEntries(Object.entries(expectations).filter(([outcome]) => outcome !== left));
}

/** What is asked of the object by way of the row's tie to it, is asked of the object. */
function aboutObject({ object, scope }: Pick<Endpoint, "object" | "scope">, guard: Guard): Guard {
  if (object === undefined || scope === undefined) return guard;
  return mapFacts(guard, (fact) =>
    fact.of === scope.model && fact.path[0] === scope.field
      ? { ...fact, of: object.model, path: fact.path.slice(1) }
      : fact,
  );
}

/** Whether the effect would move a row on that is at its end. */
function isAtLast(effect: Effect | undefined, situation: Situation): boolean {
  if (effect?.kind !== "advance") return false;
  return situation.some(
    (state) =>
      "field" in state &&
      state.of === effect.model &&
      state.path.length === 0 &&
      state.field === effect.field &&
      "value" in state.is &&
      state.is.value === effect.choices.at(-1),
  );
}

function tryControl(
  facts: Facts,
  { control, target, effect, isCertain = true }: BareControl,
  page: Guard,
  pageMembership: Pick<AccessRules, "hasMember" | "membership">,
  roles: Roles,
  visitors: Record<string, Visitor>,
): Control {
  const pageRules = { guard: page, page: null, ...pageMembership };
  const { membership } = target.membership ? target : pageRules;
  const isStuck = (is: Situation) => isAtLast(effect, is);
  const asked = { page, guard: target.guard, ...(membership && { membership }) };
  const cases = rowCases(facts, asked, isStuck);
  const certain = isCertain ? {} : { shown: [] };
  if (cases === null) {
    return { ...control, ...watchersOf(pageRules, target, roles, visitors), ...certain };
  }
  const where = (is: Situation) => [rulesWhere(pageRules, is), rulesWhere(target, is)] as const;
  const { sampled, ...watchers } = watchersOf(...where(cases.open), roles, visitors, cases.onOpen);
  const isSampled = sampled === true || !cases.isComplete;
  return {
    ...control,
    ...(isSampled ? { sampled: true as const } : {}),
    situation: cases.open,
    ...watchers,
    ...certain,
    rows: cases.others
      .filter(({ is }) => !isStuck(is))
      .map(({ is, everybody }) => {
        return { is, ...watching(...where(is), everybody, roles, visitors), ...certain };
      }),
  };
}

/** Of those who may open a page: who is shown what stands behind a guard there, and who is not. */
function watchersOf(
  page: AccessRules,
  target: AccessRules,
  roles: Roles,
  visitors: Record<string, Visitor>,
  others: readonly Visitor[] = [],
): Pick<Control, "sampled" | "shown" | "hidden"> {
  const { everybody, isComplete } = visitorsBefore(page.guard, target, Object.keys(roles));
  return {
    ...(isComplete ? {} : { sampled: true as const }),
    ...watching(page, target, [...everybody, ...others], roles, visitors),
  };
}

/** The same of these visitors. */
function watching(
  page: AccessRules,
  target: AccessRules,
  everybody: readonly Visitor[],
  roles: Roles,
  visitors: Record<string, Visitor>,
): Pick<Control, "shown" | "hidden"> {
  const watchers = everybody.filter((visitor) => outcomeFor(page, visitor, roles) === "allow");
  const { allow = [], denied = [] } = sortOut(watchers, visitors, (visitor) =>
    outcomeFor(target, visitor, roles) === "allow" ? "allow" : "denied",
  );
  return { shown: allow, hidden: denied };
}

/** Groups the visitors by outcome and enters each into the app's table under its name. */
function sortOut(
  everybody: readonly Visitor[],
  visitors: Record<string, Visitor>,
  meets: (visitor: Visitor) => Outcome,
): Expectations {
  const expectations: Expectations = {};
  for (const visitor of new Map(everybody.map((one) => [nameOf(one), one])).values()) {
    const name = nameOf(visitor);
    visitors[name] = visitor;
    (expectations[meets(visitor)] ??= []).push(name);
  }
  return expectations;
}

function isIn(params: Endpoint["params"], model: string): boolean {
  return Object.values(params).some((param) => "row" in param && param.row === model);
}

function relativesOf(facts: Facts, app: AppFacts): Relatives {
  const withModels = (other: AppFacts) => other !== app && other.models.length > 0;
  const siblings = facts.apps.filter((other) => other.parent === app.parent);
  const children = facts.apps.filter((other) => other.parent === app);
  return {
    own: app.models.length > 0 ? app.label : null,
    parent: app.parent && app.parent.models.length > 0 ? app.parent.label : null,
    root: rootOf(facts, app)?.label ?? null,
    child: children.find(withModels)?.label ?? null,
    sibling: siblings.find(withModels)?.label ?? null,
  };
}

function rolesOf(manifest: Manifest, { apps }: Facts): Roles {
  const roles = manifest.roles ?? {};
  // `label.*` is every permission of the label.
  const every = apps.flatMap(({ label, models }) =>
    models.flatMap(({ codenames }) => codenames.map((codename) => `${label}.${codename}`)),
  );
  const meant = (written: string) =>
    written.endsWith(".*")
      ? every.filter((name) => name.startsWith(written.slice(0, -1)))
      : written;
  const held = (name: string): string[] => {
    const { permissions = [], extends: above = [] } = roles[name] ?? {};
    return [...permissions.flatMap(meant), ...[above].flat().flatMap(held)];
  };
  return Object.fromEntries(
    Object.keys(roles).map((name) => [name, [...new Set(held(name))].sort()]),
  );
}

function acceptedIn(view: string | null, allow: Record<string, string> = {}) {
  return Object.entries(allow).map(([code, reason]) => ({ view, code, reason }));
}
