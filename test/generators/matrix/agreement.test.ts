import fc from "fast-check";
import { expect, it } from "vitest";
import { evaluateMatrix } from "../../../generators/matrix/evaluate.ts";
import type { Endpoint, Matrix } from "../../../generators/matrix/matrix.ts";
import { loadManifest, loadManifestFrom, type Loaded } from "../../../schema/load.ts";
import type {
  App,
  Effect,
  EffectValue,
  Guard,
  ModelRef,
  Project,
  View,
} from "../../../schema/project.ts";
import type { Fact } from "../../../schema/row-condition.ts";
import { foldRequirement } from "../../../schema/requirements.ts";
import { manifests, manifestText } from "../../schema/manifest-arbitrary.ts";

// The matrix is computed from the manifest a second time, without the resolver. Whatever both of
// them state must be the same: paths, guards, rules, effects, controls, roles, permissions.

it.each(["examples/warehouse", "examples/team", "test/fixtures/everything"])(
  "reads %s as the resolver does",
  async (folder) => {
    const { fromMatrix, fromProject } = bothReadings(await loadManifest(folder));
    expect(fromProject.length).toBeGreaterThan(10);
    expect(fromMatrix).toEqual(fromProject);
  },
);

it("reads any valid manifest as the resolver does", { timeout: 120_000 }, () => {
  const seed = Number(process.env["SEED"] ?? 20261122);
  fc.assert(
    fc.property(manifests({ asksRows: true }), (manifest) => {
      const loaded = loadManifestFrom({ "spire.yaml": manifestText(manifest) });
      const { fromMatrix, fromProject } = bothReadings(loaded);
      expect(fromMatrix).toEqual(fromProject);
    }),
    { seed, numRuns: 60 },
  );
});

function bothReadings({ manifest, project, diagnostics }: Loaded) {
  if (manifest === null || project === null) {
    throw new Error(`The manifest is not valid: ${JSON.stringify(diagnostics)}`);
  }
  return {
    fromMatrix: statementsOfMatrix(evaluateMatrix(manifest)).sort(),
    fromProject: statementsOfProject(project).sort(),
  };
}

function statementsOfMatrix({ project, apps }: Matrix): string[] {
  return [
    `login at ${project.login_url}`,
    ...Object.entries(project.roles).map(([name, held]) => `role ${name} ${held.join(" ")}`),
    ...apps.flatMap(({ label, permissions, endpoints, controls, accepted }) => [
      `${label} declares ${permissions.join(" ")}`,
      ...accepted.map(({ view, code, reason }) => `${label} ${view} accepts ${code} ${reason}`),
      ...endpoints.map((endpoint) =>
        statement(endpoint.id, {
          path: endpoint.path,
          guard: endpoint.guard,
          object: endpoint.object,
          member: endpoint.member,
          scope: endpoint.method === "EVENT" ? undefined : endpoint.scope,
          params: inputNames(endpoint),
          refuses: Object.keys(endpoint.closed ?? {}).sort(),
          effect: endpoint.effect?.kind === "open" ? undefined : endpoint.effect,
          audit: endpoint.audit,
          confirm: endpoint.confirm_password,
          limit: endpoint.rate_limit && Object.values(endpoint.rate_limit),
        }),
      ),
      // What pages name is theirs to decide.
      ...controls
        .filter(({ reference }) => !reference)
        .map(({ page, kind, to, params = {}, otherwise }) => {
          const [input] = Object.values(params);
          const per = input === undefined ? "page" : "field" in input ? input.field : "row";
          return statement(`${page} shows ${kind} ${to}`, {
            per: kind === "event" ? undefined : per,
            otherwise,
          });
        }),
    ]),
  ];
}

function statementsOfProject(project: Project): string[] {
  const { apps, roles } = project;
  const views = new Map(apps.flatMap((app) => app.views).map((view) => [view.id, view]));
  return [
    `login at ${project.loginUrl}`,
    ...roles.map(({ name, permissions }) => `role ${name} ${permissions.join(" ")}`),
    ...apps.flatMap((app) => [
      `${app.label} declares ${app.models
        .flatMap((model) => model.permissions)
        .map(({ name }) => name)
        .join(" ")}`,
      ...accepts(app.label, null, app.allow),
      ...app.views.flatMap((view) => [
        ...accepts(app.label, view.name, view.allow),
        ...endpointsOf(apps, view),
        ...view.links.map(({ to, otherwise, per }) => {
          const kind = views.get(to)?.kind === "action" ? "button" : "link";
          return statement(`${view.id} shows ${kind} ${to}`, {
            per: per.kind === "reference" ? per.field : per.kind,
            otherwise: otherwise ?? undefined,
          });
        }),
        ...view.handlers.map(({ name }) => statement(`${view.id} shows event ${name}`, {})),
      ]),
    ]),
  ];
}

function endpointsOf(apps: readonly App[], view: View): string[] {
  const model = view.model && `${view.model.label}.${view.model.model}`;
  const common = {
    path: view.path,
    object: view.object
      ? { model: `${view.object.model.label}.${view.object.model.model}`, key: view.object.key }
      : undefined,
    member: view.member
      ? { ...view.member, model: `${view.member.model.label}.${view.member.model.model}` }
      : undefined,
    scope: view.scopeField === null ? undefined : { model, field: view.scopeField },
  };
  const methods = {
    list: ["GET"],
    detail: ["GET"],
    create: ["GET", "POST"],
    update: ["GET", "POST"],
    delete: ["GET", "POST"],
    action: ["POST"],
    page: ["GET"],
    live: ["GET", "CONNECT"],
  }[view.kind];
  const forms: Partial<Record<View["kind"], object>> = {
    create: { kind: "create", model, values: "input" },
    update: { kind: "change", model, values: "input" },
    delete: { kind: "delete", model, bound: boundTo(apps, view.model) },
  };
  // An action's and event's effects act on the row of its own, else on the object's.
  const { object } = view.object ? { object: common.object?.model } : { object: null };
  const hasRow = view.segments.some((part) => "name" in part && part.name !== view.object?.key);
  const row = view.kind !== "live" && (hasRow || object === model) ? model : object;
  return [
    ...methods.map((method) =>
      statement(`${view.id} ${method}`, {
        ...common,
        guard: guardText(apps, view.guard),
        ...(method === "POST"
          ? {
              params: view.kind === "action" ? view.params.map(({ name }) => name) : undefined,
              refuses: refusedBy(apps, view),
              effect: view.effect
                ? effectText(apps, view.effect, { row, object })
                : forms[view.kind],
              ...protections(view.protections),
            }
          : {}),
      }),
    ),
    ...view.handlers.map((handler) =>
      statement(`${view.id} EVENT ${handler.name}`, {
        ...common,
        scope: undefined,
        guard: guardText(apps, handler.guard),
        params: handler.params.map(({ name }) => name),
        effect: handler.effect
          ? effectText(apps, handler.effect, { row: object, object })
          : undefined,
        ...protections(handler.protections),
      }),
    ),
  ];
}

/** What a form must not be sent: closed fields, and those that it does not name. */
function refusedBy(apps: readonly App[], view: View): string[] {
  const models = apps.find(({ label }) => label === view.model?.label)?.models ?? [];
  const { fields = [] } = models.find(({ name }) => name === view.model?.model) ?? {};
  const closed = view.closedFields.map(({ field }) => field);
  const isAsked = (name: string) => view.fields?.includes(name) ?? true;
  return fields
    .map(({ name }) => name)
    .filter((name) => name !== view.scopeField && (closed.includes(name) || !isAsked(name)))
    .sort();
}

/** Models of the rows that an effect can name; null: there is none. */
type Rows = Record<"row" | "object", string | null | undefined>;

function effectText(apps: readonly App[], effect: Effect, rows: Rows): object {
  const { row } = rows;
  if (effect.kind === "toggle") return { kind: "toggle", model: row, field: effect.field };
  if (effect.kind === "advance") return { kind: "advance", model: row, field: effect.field };
  if (effect.kind === "set")
    return { kind: "change", model: row, values: inputs(effect.values, rows) };
  const model = `${effect.model.label}.${effect.model.model}`;
  if (effect.kind === "delete") {
    return { kind: "delete", model, bound: boundTo(apps, effect.model) };
  }
  return { kind: "create", model, values: inputs(effect.values, rows) };
}

/** What refers to a model's rows, and goes along or holds them; undefined: nothing. */
function boundTo(apps: readonly App[], target: ModelRef | null): object[] | undefined {
  const bound = apps.flatMap(({ label, models, cascade }) =>
    models.flatMap(({ name, fields }) => {
      const asked = cascade ?? { label, model: name };
      return fields
        .filter(({ to }) => to?.label === target?.label && to?.model === target?.model)
        .filter(({ to, onDelete }) => to !== null && onDelete !== "set_null")
        .map((field) => ({
          model: `${label}.${name}`,
          field: field.name,
          rule: field.onDelete,
          permission: `${asked.label}.delete_${asked.model.toLowerCase()}`,
        }));
    }),
  );
  return bound.length > 0 ? bound : undefined;
}

function inputs(values: Record<string, EffectValue>, rows: Rows): object {
  return Object.fromEntries(
    Object.entries(values).map(([field, from]) => [field, inputOf(from, rows)]),
  );
}

function inputOf(from: EffectValue, rows: Rows): object {
  if ("param" in from) return { input: from.param };
  if ("value" in from) return from;
  if (from.request === "user") return { user: "visitor" };
  return from.request === "now" ? { moment: "request" } : { row: rows[from.request] };
}

function protections({ rateLimit, audit, confirmPassword }: View["protections"]): object {
  return {
    audit: audit || undefined,
    confirm: confirmPassword || undefined,
    limit: rateLimit ? [rateLimit.maxCalls, rateLimit.perSeconds] : undefined,
  };
}

function guardText(apps: readonly App[], guard: Guard): unknown {
  if (guard.kind !== "permission") return guard.kind;
  return foldRequirement<unknown>(guard.requirement, {
    permission: (name) => name,
    row: (facts) => ({ row: factsText(apps, facts) }),
    any: (any) => ({ any }),
    all: (all) => ({ all }),
  });
}

/** Facts in the words of the manifest, where choices are named by their text. */
function factsText(apps: readonly App[], facts: readonly Fact[]): Record<string, unknown> {
  return Object.fromEntries(
    facts.map((fact) => {
      if (fact.kind === "related") {
        const meets = fact.meets === null ? null : factsText(apps, fact.meets);
        return [[...fact.path, fact.name].join("."), meets];
      }
      const app = apps.find(({ label }) => label === fact.model.label);
      const model = app?.models.find(({ name }) => name === fact.model.model);
      const field = model?.fields.find(({ name }) => name === fact.field);
      const values = fact.values.map((value) => {
        if ("choice" in value) return field?.choices[value.choice];
        return "request" in value ? "$user" : value.value;
      });
      const said = values.length === 1 ? values[0] : values;
      return [[...fact.path, fact.field].join("."), fact.negated ? { not: said } : said];
    }),
  );
}

function accepts(label: string, view: string | null, allow: Record<string, string>): string[] {
  return Object.entries(allow).map(
    ([code, reason]) => `${label} ${view} accepts ${code} ${reason}`,
  );
}

/** The names that an action or event is sent; a form's are the model's fields. */
function inputNames({ input = {}, effect }: Endpoint): string[] | undefined {
  const isForm = effect !== undefined && "values" in effect && effect.values === "input";
  return isForm ? undefined : Object.keys(input);
}

/** One comparable line; the choices of `advance` are the model's, so they are left out. */
function statement(subject: string, says: Record<string, unknown>): string {
  const text = JSON.stringify(says, (key, value: unknown) => {
    if (key === "choices" || (Array.isArray(value) && value.length === 0)) return undefined;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return `${subject} ${text}`;
}
