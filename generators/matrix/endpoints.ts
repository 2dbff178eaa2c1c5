import type { HandlerManifest } from "../../schema/manifest.types.ts";
import { deletionOf } from "./bound-rows.ts";
import { leftOutOf } from "./closed-fields.ts";
import { scopeOf, type Facts, type ViewFacts } from "./facts.ts";
import { guardOfHandler, guardOfView } from "./guards.ts";
import { exchangeOf, formOf, type Exchange } from "./inputs.ts";
import type { Endpoint, Guard, Input } from "./matrix.ts";
import { type BareNamedRows, namedRowsOn } from "./named-rows.ts";
import { type BareRelatedRows, relatedRowsOf } from "./related-rows.ts";
import { pathInput } from "./samples.ts";
import { KINDS } from "./view-kinds.ts";

/** An endpoint whose visitors are still to be tried. */
export type BareEndpoint = Omit<
  Endpoint,
  | "expect"
  | "when_missing"
  | "when_foreign"
  | "sampled"
  | "related"
  | "named"
  | "situation"
  | "guard_there"
  | "rows"
  | "guard"
> & {
  guard: Guard;
  related?: BareRelatedRows[];
  named?: BareNamedRows[];
  page: Guard | null;
  /** The key of the event or action names a row that is limited to the object. */
  keyScope: { model: string; field: string } | null;
};

/** Every way to reach the view: its requests, its socket, its events. */
export function endpointsOf(facts: Facts, view: ViewFacts): BareEndpoint[] {
  const guard = guardOfView(facts, view);
  const common = {
    view: view.id,
    path: view.path,
    params: paramsOf(view),
    ...rulesOf(facts, view),
  };
  const related = relatedRowsOf(facts, view);
  const named = namedRowsOn(facts, view);
  const requests = KINDS[view.manifest.kind].methods.map((method): BareEndpoint => ({
    id: `${view.id} ${method}`,
    method,
    ...common,
    guard,
    page: null,
    keyScope: null,
    ...(method === "POST" ? writingPart(facts, view) : {}),
    ...(method === "CONNECT" && related.length > 0 ? { related } : {}),
    ...(method === "GET" && named.length > 0 ? { named } : {}),
    ...(method === "GET" ? listPart(view) : {}),
  }));
  const events = Object.entries(view.manifest.handlers ?? {}).map(
    ([event, handler]): BareEndpoint => {
      const { input, effect, scoped } = exchangeOf(facts, view, handler);
      return {
        id: `${view.id} EVENT ${event}`,
        method: "EVENT",
        event,
        ...common,
        guard: guardOfHandler(facts, view, handler),
        input,
        effect,
        ...protectionsOf(handler),
        page: guard,
        keyScope: scoped,
      };
    },
  );
  return [...requests, ...events];
}

/** How the parameters of the view's own path are filled: with rows, else with a sample. */
export function paramsOf(view: ViewFacts): Record<string, Input> {
  return Object.fromEntries(
    view.parameters.map(({ name, converter }): [string, Input] => {
      const model = modelBehind(view, name);
      return [name, model === null ? pathInput(converter) : { row: model }];
    }),
  );
}

/** The model whose row the path parameter names; null when it is the developer's own. */
export function modelBehind(view: ViewFacts, parameter: string): string | null {
  if (view.object?.key === parameter) return view.object.model.id;
  return view.rowKey === parameter ? (view.model?.id ?? null) : null;
}

/** What a view demands besides its guard. */
export function rulesOf(
  facts: Facts,
  view: ViewFacts,
): Pick<Endpoint, "object" | "member" | "scope"> {
  const { object, model, manifest } = view;
  const field = scopeOf(view);
  const member = manifest.member && {
    ...manifest.member,
    model: facts.model(manifest.member.model, view.app)?.id ?? manifest.member.model,
  };
  return {
    ...(object ? { object: { model: object.model.id, key: object.key } } : {}),
    ...(member ? { member } : {}),
    ...(field !== null && model !== null ? { scope: { model: model.id, field } } : {}),
  };
}

/** By what the rows of a list are found. */
function listPart({ model, manifest }: ViewFacts): Pick<Endpoint, "list"> {
  const { kind, search, filter, sort } = manifest;
  if (kind !== "list" || model === null || !(search ?? filter ?? sort)) return {};
  return {
    list: {
      model: model.id,
      ...(search ? { search } : {}),
      ...(filter ? { filter } : {}),
      ...(sort ? { sort } : {}),
    },
  };
}

/** What a POST is sent and does, and what it asks for besides its guard. */
function writingPart(facts: Facts, view: ViewFacts): Partial<BareEndpoint> {
  const { writes } = KINDS[view.manifest.kind];
  if (writes === null) return {};
  const protections = protectionsOf(view.manifest);
  if (writes === "effect") {
    const { input, effect, scoped }: Exchange = exchangeOf(facts, view, view.manifest);
    return { input, effect, ...protections, ...keyPart(view, scoped) };
  }
  const { model } = view;
  if (model === null) throw new Error(`${view.id} is about no model`);
  if (writes === "delete") return { input: {}, effect: deletionOf(facts, model), ...protections };
  const { input, closed } = formOf(facts, view, model, leftOutOf(facts, view, model));
  return {
    input,
    ...(Object.keys(closed).length > 0 ? { closed } : {}),
    effect: { kind: writes, model: model.id, values: "input" },
    ...protections,
  };
}

/** The key of an action's effect names a row of the view's object, or of the row that it is about. */
function keyPart(view: ViewFacts, scoped: Exchange["scoped"]): Partial<BareEndpoint> {
  const { model, rowKey } = view;
  if (scoped === null || scopeOf(view) !== null) return {};
  const isAboutRow = view.object === null && model !== null && rowKey !== null;
  return {
    keyScope: scoped,
    ...(isAboutRow ? { object: { model: model.id, key: rowKey } } : {}),
  };
}

function protectionsOf(
  from: Pick<HandlerManifest, "rate_limit" | "audit" | "confirm_password">,
): Pick<Endpoint, "rate_limit" | "audit" | "confirm_password"> {
  return {
    ...(from.rate_limit ? { rate_limit: from.rate_limit } : {}),
    ...(from.audit ? { audit: true as const } : {}),
    ...(from.confirm_password ? { confirm_password: true as const } : {}),
  };
}
