import { beforeAll, expect, it } from "vitest";
import {
  breakableProject,
  type Mutant,
  runTests,
  whileBroken,
} from "../../../support/breakable-project.ts";

// The tests of a generated project must notice when a guard asks something else of its row than the
// manifest says, or nothing, or the runtime asks it of another row; and when a control does.

const MANIFEST = `
spire: 1
project: { name: small }
apps:
  desk:
    models:
      Queue: { fields: { name: string, is_open: boolean } }
      Member:
        fields:
          queue: { type: reference, to: desk.Queue, related_name: members, on_delete: cascade }
          user: { type: user, on_delete: cascade }
          role: { type: choice, choices: [manager, agent] }
      Ticket:
        fields:
          queue: { type: reference, to: desk.Queue }
          author: { type: user, offer: active }
          helper: { type: user, offer: active, null: true, on_delete: set_null }
          state: { type: choice, choices: [open, review, closed], default: open }
        permissions: { can_close_tickets: Close tickets }
    views:
      queue_update:
        kind: update
        model: Queue
        path: "/queues/<int:pk>/update/"
        permission: { row: { members: { user: $user, role: manager } } }
      list: { kind: list, model: Ticket, links: [close, queue_update] }
      close:
        kind: action
        model: Ticket
        permission: { all: [can_close_tickets, { row: { state: review, author: { not: $user }, queue.is_open: true } }] }
        effect: { set: { state: closed } }
      desk:
        kind: live
        path: /tickets/<int:ticket_id>/
        object: { model: Ticket, key: ticket_id }
        permission: { all: [view_ticket, { row: { state: [open, review] } }] }
        handlers:
          reopen: { permission: { all: [login, { row: author }] }, effect: { set: { state: open } } }
`;

const views = "src/apps/desk/views";
const closing = 'row({ state: "review", author: not(USER), "queue.is_open": true }),';
const managing = 'members: { user: USER, role: "manager" }';
const guards: (Mutant & { failing: string })[] = [
  {
    what: "no facts",
    file: `${views}/close.ts`,
    from: closing,
    to: "",
    failing: "desk.close POST",
  },
  {
    what: "one fact less",
    file: `${views}/close.ts`,
    from: ', "queue.is_open": true',
    to: "",
    failing: "desk.close POST",
  },
  {
    what: "any of them in place of all",
    file: `${views}/close.ts`,
    from: closing,
    to: '{ any: [row({ state: "review" }), row({ author: not(USER), "queue.is_open": true })] },',
    failing: "desk.close POST",
  },
  {
    what: "the author in place of somebody else",
    file: `${views}/close.ts`,
    from: "author: not(USER)",
    to: "author: USER",
    failing: "desk.close POST",
  },
  {
    what: "another user field",
    file: `${views}/desk.ts`,
    from: "row({ author: USER })",
    to: "row({ helper: USER })",
    failing: "desk.desk EVENT reopen",
  },
  {
    what: "one state more",
    file: `${views}/desk.ts`,
    from: '["open", "review"]',
    to: '["open", "review", "closed"]',
    failing: "desk.desk CONNECT",
  },
  {
    what: "any member",
    file: `${views}/queue-update.ts`,
    from: managing,
    to: "members: { user: USER }",
    failing: "desk.queue_update GET",
  },
  {
    what: "a manager, and a member, who may be two",
    file: `${views}/queue-update.ts`,
    from: `row({ ${managing} })`,
    to: 'row({ members: { user: USER } }), row({ "members.role": "manager" })',
    failing: "desk.queue_update GET",
  },
  {
    what: "facts of whatever row comes first",
    file: "src/rows/conditions.ts",
    from: 'where ${table.id} = ${row["id"]} and',
    to: "where",
    failing: "desk.close POST",
  },
  {
    what: "nothing asked of superusers",
    file: "src/rows/conditions.ts",
    from: "if (visitor.user === null) return false;",
    to: "if (visitor.user === null) return false;\n  if (visitor.user.isSuperuser) return true;",
    failing: "superuser",
  },
  {
    what: "rows that are not asked",
    file: "src/dispatch/dispatch.ts",
    from: "if (!asksRow(endpoint) || met.has(guard)) return;",
    to: "return void met.add(guard);",
    failing: "desk.close POST",
  },
  {
    what: "a page that stays open where it is lost",
    file: "src/dispatch/dispatch.ts",
    from: "return admit(call).then(",
    to: "return Promise.resolve().then(",
    failing: "desk.desk EVENT reopen",
  },
];

const controls: (Mutant & { failing: string })[] = [
  {
    what: "shown at every row",
    file: "src/apps/desk/templates/list.tsx",
    from: "openRows.close.has(row.id) && ",
    to: "",
    failing: "desk.list button desk.close",
  },
  {
    what: "shown where another one is",
    file: "src/apps/desk/templates/list.tsx",
    from: "openRows.close.has(row.id)",
    to: "openRows.queue_update.has(row.queue_id)",
    failing: "desk.list button desk.close",
  },
  {
    what: "shown by the door of another",
    file: `${views}/list.ts`,
    from: "door: DeskQueueUpdateView",
    to: "door: DeskCloseView",
    failing: "desk.list link desk.queue_update",
  },
];

let project: string;
beforeAll(async () => {
  project = await breakableProject(MANIFEST);
});

const failuresIn = async (file: string) =>
  (await runTests(project, `tests/${file}.test.ts`)).failed;

it("passes as it was generated", { timeout: 300_000 }, async () => {
  expect(await failuresIn("permissions")).toEqual([]);
  expect(await failuresIn("controls")).toEqual([]);
});

it.each(guards)("is not content with $what", { timeout: 300_000 }, async (mutant) => {
  await whileBroken(project, mutant, async () => {
    expect(await failuresIn("permissions")).toContainEqual(expect.stringContaining(mutant.failing));
  });
});

it.each(controls)("is not content with a control $what", { timeout: 300_000 }, async (mutant) => {
  await whileBroken(project, mutant, async () => {
    expect(await failuresIn("controls")).toContainEqual(expect.stringContaining(mutant.failing));
  });
});
