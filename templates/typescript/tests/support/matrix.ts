import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "#project-root";

/** What `tests/matrix/<label>.json` holds: who meets what at every endpoint of an app. */
export interface AppMatrix {
  label: string;
  permissions: string[];
  visitors: Record<string, Visitor>;
  endpoints: Endpoint[];
  controls: Control[];
}

export interface Visitor {
  user: "none" | "inactive" | "active" | "superuser";
  grants?: { only: string[] } | { all_except: string[] } | { app: string } | { role: string };
  membership?: "none" | "another";
  meanwhile?: { revoke: string[] } | "log_out" | "deactivate" | "leave";
}

/**
 * - `closed`: the page of a live view is no longer open to the visitor
 * - `redirect`: sent to the member rule's `otherwise`
 * - `ignored`: whatever is answered, nothing changes
 */
export type Outcome =
  "allow" | "login" | "denied" | "closed" | "not_found" | "redirect" | "ignored";

export type Expectations = Partial<Record<Outcome, string[]>>;

/**
 * A value as typed; the row under test of a model, `viewers`: for those alone who may view it; another
 * fresh row; what that row refers to.
 */
export type Input =
  { value: unknown } | { row: string; viewers?: unknown } | Choice | { field: string; of: string };

/** A row or user that only some visitors may choose; `otherwise`: what the form takes of others. */
export type Choice = (
  { ref: string; viewers: unknown; within?: Tie } | { user: "another"; offer: Offer }
) & { otherwise?: "unchanged" | "empty" };

/** How a row hangs on the object of the view: it is the object, or these references lead there. */
export type Tie = "object" | { [field: string]: Tie };

export type Offer =
  | "nobody"
  | "active"
  | { role: string }
  | { members: { model: string; object: string; user: string } };

/** A value as written, as sent, or of the request: who asks, its moment, the row under test. */
export type EffectValue =
  | { value: unknown }
  | { input: string }
  | { user: "visitor" }
  | { moment: "request" }
  | { row: string };

/** By field; `input`: the whole form. */
export type EffectValues = "input" | Record<string, EffectValue>;

export type Effect =
  | { kind: "create" | "change"; model: string; values: EffectValues }
  | { kind: "delete"; model: string; bound?: BoundRows[] }
  | { kind: "toggle"; model: string; field: string }
  | { kind: "advance"; model: string; field: string; choices: string[] }
  /** The body is the developer's. */
  | { kind: "open" };

/** Rows that refer to the one that is deleted: they go along, or keep it from being deleted. */
export interface BoundRows {
  model: string;
  field: string;
  rule: "cascade" | "protect";
  /** Who holds it may delete them. */
  permission: string;
}

/** Rows to which rows of a page refer; `hidden`: who may open it and is not told their names. */
export interface NamedRows {
  model: string;
  of: string;
  field: string;
  within?: Tie;
  sampled?: true;
  hidden: string[];
}

/** What is made so of the row under test of a model, after a path of its references. */
export type Situation = RowState[];

export type RowState = FieldState | RelatedState;

export interface FieldState {
  of: string;
  path: string[];
  field: string;
  is: { value: unknown } | { user: "visitor" | "another" } | { row: string };
}

/** The only rows of `model` that refer to it. */
export interface RelatedState {
  of: string;
  path: string[];
  model: string;
  reference: string;
  rows: Situation[];
}

export interface Endpoint {
  id: string;
  view: string;
  method: "GET" | "POST" | "CONNECT" | "EVENT";
  event?: string;
  path: string;
  guard: unknown;
  params: Record<string, Input>;
  object?: { model: string; key: string };
  member?: { model: string; object: string; user: string; otherwise: string };
  scope?: { model: string; field: string };
  /** Rows that a live page shows, to those alone who may view them. */
  related?: { model: string; field?: string; sampled?: true; hidden: string[] }[];
  /** Rows of other models that the page names, by a label or as a choice. */
  named?: NamedRows[];
  /** By which fields a list is searched, narrowed and ordered. */
  list?: { model: string; search?: string[]; filter?: string[]; sort?: string[] };
  input?: Record<string, Input>;
  closed?: Record<string, Input>;
  effect?: Effect;
  rate_limit?: { max_calls: number; per_seconds: number };
  audit?: true;
  confirm_password?: true;
  /** Its condition has more sets of permissions than are tried. */
  sampled?: true;
  /** What is so of the row for these visitors; for others below it is something else. */
  situation?: Situation;
  /** What the guard asks there of permissions. */
  guard_there?: unknown;
  expect: Expectations;
  rows?: { is: Situation; expect: Expectations }[];
  when_missing?: Expectations;
  when_foreign?: Expectations;
}

export interface Control {
  page: string;
  kind: "link" | "button" | "event";
  to: string;
  path?: string;
  params?: Record<string, Input>;
  otherwise?: string;
  sampled?: true;
  situation?: Situation;
  shown: string[];
  hidden: string[];
  rows?: { is: Situation; shown: string[]; hidden: string[] }[];
}

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(projectRoot(), "tests", ...path), "utf8")) as T;
}

export const project = readJson<{
  name: string;
  login_url: string;
  roles: Record<string, string[]>;
}>("matrix.json");

/** A project without apps has no folder for them. */
const folder = join(projectRoot(), "tests", "matrix");

export const apps: readonly AppMatrix[] = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((file) => file.endsWith(".json"))
  .sort()
  .map((file) => readJson<AppMatrix>("matrix", file));

export const endpoints: readonly Endpoint[] = apps.flatMap((app) => app.endpoints);

/** Every permission that a model of the project declares. */
export const knownPermissions: readonly string[] = apps.flatMap((app) => app.permissions);

/** The visitors of a table of expectations, each with what it meets. */
export function cellsOf(
  app: AppMatrix,
  expectations: Expectations = {},
): { name: string; visitor: Visitor; outcome: Outcome }[] {
  return Object.entries(expectations).flatMap(([outcome, names]) =>
    names.map((name) => ({ name, visitor: visitorNamed(app, name), outcome: outcome as Outcome })),
  );
}

export function visitorNamed(app: AppMatrix, name: string): Visitor {
  const visitor = app.visitors[name];
  if (!visitor) throw new Error(`tests/matrix/${app.label}.json has no visitor "${name}".`);
  return visitor;
}

/** A visitor who is allowed in, for tests that are about something else than who is. */
export function allowedVisitor(app: AppMatrix, endpoint: Endpoint): Visitor {
  const name = endpoint.expect.allow?.find((one) => visitorNamed(app, one).user === "active");
  if (name === undefined) throw new Error(`${endpoint.id} is open to nobody.`);
  // Whoever holds less may be offered nothing that it could be sent.
  const takesRows = Object.values(endpoint.input ?? {}).some((input) => "viewers" in input);
  return takesRows ? { user: "active", grants: { all_except: [] } } : visitorNamed(app, name);
}
