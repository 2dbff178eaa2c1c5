/**
 * Where everything is decided: every request and every event goes through here, and nothing runs
 * before its checks have passed. Knows nothing of HTTP and sockets.
 */
import { holdVisitor } from "#accounts/hold-visitor";
import { isFresh } from "#accounts/request-session";
import { writeAttempt } from "#audit/attempts";
import { type AuditEvent, writeAudit } from "#audit/log";
import type { Database } from "#database/connection";
import { readParams } from "#forms/form";
import { isDeeper } from "#forms/nesting";
import { passesOn } from "#rows/conditions";
import { targetOf } from "#rows/last-change";
import { type Answer, isRefusal, type Rendering } from "#runtime/answer";
import {
  Invalid,
  LoginRequired,
  NotFound,
  PasswordRequired,
  PermissionDenied,
  type Problem,
  problemOf,
  RolledBack,
} from "#runtime/errors";
import { factsIn, permissionsIn } from "#runtime/guards";
import type { LiveView } from "#runtime/live-view";
import type { Endpoint } from "#runtime/registry";
import { CONTEXT } from "#runtime/view";
import { type Call, callerOf, tell } from "./call.ts";
import { whatToConfirm } from "./confirming.ts";
import { enter, nameOfTarget, subjectOf } from "./enter.ts";
import { checkUnchanged, columnsOf } from "./unchanged.ts";
import { beginWrite, type Change, endWrite } from "./writes.ts";

/**
 * Login, then the guard, whatever may be so of the row. Decided before any row is read, so that
 * nothing leaks.
 */
function checkDoor(call: Call): void {
  if (call.rules.loginRequired && !call.visitor.user) throw new LoginRequired();
  checkGuard(call, call.endpoint);
}

function checkGuard(call: Call, endpoint: Endpoint): void {
  const { guard } = endpoint;
  const mayPass = call.visitor.mayPass(guard);
  if (!mayPass || !asksRow(endpoint)) tell(call, endpoint, mayPass ? "passed" : "denied");
  if (!mayPass) throw new PermissionDenied();
}

/** The guard again, with what is so of the row, which is loaded by now. */
async function checkRow(call: Call, endpoint: Endpoint, db: Database): Promise<void> {
  const { guard } = endpoint;
  const { met } = call.view[CONTEXT];
  if (!asksRow(endpoint) || met.has(guard)) return;
  const subject = subjectOf(call);
  const passes = subject !== null && (await passesOn(db, call.visitor, guard, subject));
  tell(call, endpoint, passes ? "passed" : "denied");
  if (!passes) throw new PermissionDenied();
  met.add(guard);
}

/** Throws what keeps this visitor from the page. */
export async function admit(call: Call): Promise<void> {
  checkDoor(call);
  await enter(call, call.db);
  await checkRow(call, call.endpoint, call.db);
}

/** Whether an event's problem leaves its page open: whether the page itself would be denied now. */
export async function isStillOpen(call: Call, problem: Problem): Promise<boolean> {
  const { visitor, endpoint } = call;
  if (!visitor.mayPass(endpoint.guard)) return false;
  if (!(problem instanceof PermissionDenied) || !asksRow(endpoint)) return true;
  return admit(call).then(
    () => true,
    () => false,
  );
}

/** Whether a door is open on some rows only. */
export function asksRow({ guard }: Endpoint): boolean {
  return factsIn(guard).length > 0;
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
 * The order of every check: login, page guard, object, member, row, what the page guard asks of it,
 * handler guard, what that asks of the row, password, rate limit, what was seen of the row, params;
 * then the body and its audit row in one transaction. Login and rights are those of the transaction,
 * however long the request has waited for it. What is sent a second time is answered like the first.
 * The audit row of a denied or refused attempt is written after the transaction was rolled back.
 */
async function perform(early: Call, endpoint: Endpoint | undefined): Promise<Answer | void> {
  const { rules, db, input } = early;
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
      const doors = [early.endpoint, endpoint].filter((door) => door !== undefined);
      const named = doors.flatMap(({ guard }) => permissionsIn(guard));
      const visitor = await holdVisitor(transaction, early.visitor, named);
      const call = { ...early, visitor };
      checkDoor(call);
      const begun = endpoint && !isTooDeep ? await beginWrite(transaction, call, endpoint) : null;
      if (endpoint && begun?.isRepeated) {
        checkGuard(call, endpoint);
        return begun.answer;
      }
      const isHeld = doors.some(asksRow) || Boolean(endpoint?.unchanged);
      await enter(call, transaction, { member: true, subject: isHeld });
      await checkRow(call, call.endpoint, transaction);
      if (!endpoint) throw new NotFound("Unknown event");
      await checkProtections(call, endpoint, transaction);
      if (isTooDeep) throw new Invalid("Nested too deeply.");
      const answer = await invoke(call, endpoint, paramsOf(endpoint, input));
      if (answer && isRefusal(answer)) throw new RolledBack(answer);
      if (begun) await endWrite(transaction, begun.id, answer, changeOf(call, endpoint));
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

/** What an endpoint demands besides its page: its guard first, then everything else. */
async function checkProtections(call: Call, endpoint: Endpoint, db: Database): Promise<void> {
  const { method, confirmPassword, rateLimit } = endpoint;
  checkGuard(call, endpoint);
  await checkRow(call, endpoint, db);
  // A call that only asks for the password does not run, so it does not count either.
  if (confirmPassword !== null && !isFresh(call.visitor)) {
    throw new PasswordRequired(whatToConfirm(confirmPassword, call));
  }
  if (rateLimit) {
    await call.limits.count(`${call.rules.name}.${method}`, callerOf(call), rateLimit);
  }
  await checkUnchanged(call, endpoint, db);
}

/** The row that an endpoint has changed, and its columns, as far as it says so. */
function changeOf(call: Call, { unchanged }: Endpoint): Change | null {
  const subject = subjectOf(call);
  if (!unchanged || !subject) return null;
  const columns = call.view[CONTEXT].changed ?? columnsOf(unchanged.columns, subject);
  return { target: targetOf(subject), columns };
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
