/**
 * Where everything is decided: every request and every event goes through here, and nothing runs
 * before its checks have passed. Knows nothing of HTTP and sockets.
 */
import { and, eq } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { type Answer, isRefusal, type Rendering } from "./answer.ts";
import { writeAttempt } from "../audit/attempts.ts";
import { type AuditEvent, writeAudit } from "../audit/log.ts";
import type { Database } from "../database/connection.ts";
import { rowName } from "../database/row-name.ts";
import {
  Elsewhere,
  Invalid,
  LoginRequired,
  NotFound,
  PasswordRequired,
  PermissionDenied,
  problemOf,
  RolledBack,
} from "./errors.ts";
import { networkOf } from "../server/addresses.ts";
import { readParams } from "../forms/form.ts";
import { isDeeper } from "../forms/nesting.ts";
import { permissionsIn } from "./guards.ts";
import { holdVisitor } from "./hold.ts";
import type { LiveView } from "./live-view.ts";
import { MAX_INT } from "./paths.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { Endpoint, KeyedTable, ViewRules } from "./registry.ts";
import { isFresh } from "./sessions.ts";
import { CONTEXT, type View, type ViewContext } from "./view.ts";

/**
 * What happens at a door: its guard lets pass or denies; then, once every other check has passed
 * too, the body begins (`entered`), and is `done` or has `refused` by a rule of its own.
 */
export type Step = "passed" | "denied" | "entered" | "done" | "refused";

/** Is told every step at every door, e.g. `post /inventory/<int:pk>/lock/`. Only tests watch. */
export type Watch = (door: string, step: Step) => void;

/** One request, or one event on a page's socket, with a visitor who was loaded just now. */
export interface Call extends Omit<ViewContext, "object" | "row"> {
  readonly rules: ViewRules;
  /** The door: the route that was asked for, or the page of an event. */
  readonly endpoint: Endpoint;
  readonly view: View<unknown, unknown>;
  readonly limits: RateLimits;
  readonly watch: Watch | undefined;
  /** What the visitor sent: a form, JSON or an event's values. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** Whom limits count: a user, or the address of whoever is nobody. */
export function callerOf({ visitor, request }: Call): string {
  return visitor.user ? `user ${visitor.user.id}` : `address ${networkOf(request.ip)}`;
}

/** Tells whoever watches. A status would not do: a body may answer with the guard's own words. */
function tell({ watch, endpoint: { path } }: Call, { kind, method }: Endpoint, step: Step): void {
  watch?.(kind === "event" ? `event ${method} ${path}` : `${kind} ${path}`, step);
}

/** Login, then the guard. Decided before any row is read, so that nothing leaks. */
function checkDoor(call: Call): void {
  if (call.rules.loginRequired && !call.visitor.user) throw new LoginRequired();
  checkGuard(call, call.endpoint);
}

function checkGuard(call: Call, endpoint: Endpoint): void {
  const passes = call.visitor.passes(endpoint.guard);
  tell(call, endpoint, passes ? "passed" : "denied");
  if (!passes) throw new PermissionDenied();
}

/**
 * Loads object and row, and demands membership; the view's context is complete afterwards.
 *
 * @param isHeld nobody may end the membership before the transaction does
 */
async function enter(call: Call, db: Database, isHeld = false): Promise<void> {
  const { rules, view, visitor, params, request } = call;
  const context = { request, visitor, db, params, object: null as unknown, row: null as unknown };
  view[CONTEXT] = context;
  if (rules.object) context.object = await find(db, rules.object.table, params[rules.object.key]);
  if (rules.member) {
    const { table, object, user, otherwise } = rules.member;
    const { id } = context.object as { id: number };
    const members = db
      .select({ user })
      .from(table as PgTable)
      .where(and(eq(object, id), eq(user, visitor.user?.id ?? 0)))
      .limit(1);
    const [member] = await (isHeld ? members.for("share") : members);
    if (!member) throw new Elsewhere(otherwise);
  }
  if (rules.row) {
    const { table, key, scope } = rules.row;
    const { id } = context.object as { id: number };
    context.row = await find(db, table, params[key], eq(scope, id));
  }
}

async function find(
  db: Database,
  table: KeyedTable,
  id: string | number | undefined,
  where?: ReturnType<typeof eq>,
): Promise<unknown> {
  const number = Number(id);
  if (!Number.isInteger(number) || number < 1 || number > MAX_INT) throw new NotFound();
  const [row] = await db
    .select()
    .from(table as PgTable)
    .where(and(eq(table.id, number), where))
    .limit(1);
  if (!row) throw new NotFound();
  return row;
}

/** Throws what keeps this visitor from the page. */
export async function admit(call: Call): Promise<void> {
  checkDoor(call);
  await enter(call, call.db);
}

/** GET: no transaction, no protections; a page only reads. */
export async function read(call: Call): Promise<Answer> {
  await admit(call);
  return (await invoke(call, call.endpoint)) as Answer;
}

/** A live page as it stands now: on GET, on connect, and after each event. */
export async function mount(call: Call): Promise<Rendering> {
  await admit(call);
  await invoke(call, call.endpoint);
  return (call.view as LiveView<unknown>).view();
}

/** POST. */
export async function write(call: Call): Promise<Answer> {
  return (await perform(call, call.endpoint)) as Answer;
}

/** An event on a live page: the page's own door is checked again first, then the handler's. */
export async function fire(call: Call, event: string): Promise<Answer | void> {
  // A Map of the class's own decorated methods: no prototype, nothing inherited.
  return perform(call, call.rules.events.get(event));
}

/**
 * The order of every check: login, page guard, object, member, handler guard, password, rate limit,
 * params; then the body and its audit row in one transaction. Login and rights are those of the
 * transaction, however long the request has waited for it. The audit row of a denied or refused
 * attempt is written after the transaction was rolled back.
 */
async function perform(early: Call, endpoint: Endpoint | undefined): Promise<Answer | void> {
  const { rules, db, limits, input } = early;
  const { user } = early.visitor;
  const isTooDeep = isDeeper(input);
  const isAudited = endpoint?.audited && user;
  const event = (): AuditEvent => ({
    user,
    action: `${rules.name}.${endpoint?.method}`,
    target: early.request.path,
    targetName: nameOfTarget(early),
    params: isTooDeep ? {} : input, // the attempt is written down all the same
  });
  try {
    checkDoor(early);
    return await db.transaction(async (transaction) => {
      const guards = [early.endpoint, endpoint].flatMap((door) => door?.guard ?? []);
      const named = guards.flatMap(permissionsIn);
      const visitor = await holdVisitor(transaction, early.visitor, named);
      const call = { ...early, visitor };
      checkDoor(call);
      await enter(call, transaction, true);
      if (!endpoint) throw new NotFound("Unknown event");
      const { method, confirmPassword, rateLimit } = endpoint;
      checkGuard(call, endpoint);
      // A call that only asks for the password does not run, so it does not count either.
      if (confirmPassword && !isFresh(visitor)) throw new PasswordRequired();
      if (rateLimit) await limits.count(`${rules.name}.${method}`, callerOf(call), rateLimit);
      if (isTooDeep) throw new Invalid("Nested too deeply.");
      const answer = await invoke(call, endpoint, paramsOf(endpoint, input));
      if (answer && isRefusal(answer)) throw new RolledBack(answer);
      if (isAudited) await writeAudit(transaction, event(), "allowed");
      return answer;
    });
  } catch (error) {
    const answer = error instanceof RolledBack ? error.answer : null;
    if (!answer && !problemOf(error)) throw error;
    const outcome = error instanceof PermissionDenied ? "denied" : "refused";
    if (isAudited) await writeAttempt(db, event(), outcome);
    if (!answer) throw error;
    return answer;
  }
}

/** What the row that was loaded for a call was called; "" before one is. */
function nameOfTarget({ rules, view }: Call): string {
  const { row, object } = (view[CONTEXT] as ViewContext | undefined) ?? { row: null, object: null };
  if (row && rules.row) return rowName(rules.row.table, row);
  return object && rules.object ? rowName(rules.object.table, object) : "";
}

/** A form's POST reads its own body; an action's or event's params are checked here, strictly. */
function paramsOf(endpoint: Endpoint, input: Call["input"]): unknown {
  const isForm = endpoint.kind === "post" && Object.keys(endpoint.params).length === 0;
  return isForm ? undefined : readParams(endpoint.params, input);
}

/** Runs the endpoint's body; the registry vouches that the class itself has decorated it. */
async function invoke(call: Call, endpoint: Endpoint, ...args: unknown[]): Promise<Answer | void> {
  const members = call.view as unknown as Record<string, (...args: unknown[]) => unknown>;
  tell(call, endpoint, "entered");
  try {
    const answer = (await members[endpoint.method]?.(...args)) as Answer | undefined;
    tell(call, endpoint, answer && isRefusal(answer) ? "refused" : "done");
    return answer;
  } catch (error) {
    tell(call, endpoint, "refused");
    throw error;
  }
}
