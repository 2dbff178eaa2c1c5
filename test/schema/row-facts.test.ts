import { expect, test } from "vitest";
import { loadManifestFrom } from "../../schema/load.ts";
import type { Guard, Requirement } from "../../schema/project.ts";

// What `row:` says, as the rest of spire reads it.

function guardOf(permission: string, permissions = "{}"): Guard {
  const { project, diagnostics } = loadManifestFrom({
    "spire.yaml": `
spire: 1
project: { name: desk }
apps:
  desk:
    models:
      Queue: { fields: { name: string, is_open: boolean } }
      Member:
        fields:
          queue: { type: reference, to: desk.Queue, related_name: members }
          user: user
          role: { type: choice, choices: [manager, agent] }
      Ticket:
        fields:
          queue: { type: reference, to: desk.Queue, null: true }
          author: user
          state: { type: choice, choices: { open: Open, closed: Closed } }
        permissions: ${permissions}
    views:
      detail: { kind: detail, model: Ticket, permission: ${permission} }
`,
  });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect(errors).toEqual([]);
  const view = project?.apps[0]?.views[0];
  if (!view) throw new Error("no view");
  return view.guard;
}

function requirementOf(permission: string): Requirement {
  const guard = guardOf(permission);
  if (guard.kind !== "permission") throw new Error(`only ${guard.kind}`);
  return guard.requirement;
}

const ticket = { label: "desk", model: "Ticket" };
const queue = { label: "desk", model: "Queue" };
const member = { label: "desk", model: "Member" };
const field = (name: string, values: unknown[], more = {}) => {
  return { kind: "field", path: [], model: ticket, field: name, values, negated: false, ...more };
};
const isAuthor = field("author", [{ request: "user" }]);

test("facts alone are asked besides the standard permission", () => {
  expect(requirementOf("{ row: author }")).toEqual({
    all: ["desk.view_ticket", { row: [isAuthor] }],
  });
  expect(requirementOf("{ any: [{ row: author }, { row: { state: open } }] }")).toEqual({
    all: [
      "desk.view_ticket",
      { any: [{ row: [isAuthor] }, { row: [field("state", [{ choice: 0 }])] }] },
    ],
  });
});

test("facts beside a permission or login are the whole answer", () => {
  expect(requirementOf("{ all: [login, { row: author }] }")).toEqual({ row: [isAuthor] });
  expect(requirementOf("{ any: [view_ticket, { row: author }] }")).toEqual({
    any: ["desk.view_ticket", { row: [isAuthor] }],
  });
});

test("login is the same as none, but for a codename that is called so", () => {
  expect(guardOf("login")).toEqual({ kind: "login" });
  expect(guardOf("{ all: [login] }")).toEqual({ kind: "login" });
  expect(guardOf("login", "{ login: Log in elsewhere }")).toEqual({
    kind: "permission",
    requirement: "desk.login",
  });
});

test("a value is one of several, none of several, or nothing", () => {
  const facts = "{ state: { not: [closed, open] }, queue: null, author: { not: $user } }";
  expect(requirementOf(`{ all: [login, { row: ${facts} }] }`)).toEqual({
    row: [
      field("state", [{ choice: 1 }, { choice: 0 }], { negated: true }),
      field("queue", [{ value: null }]),
      { ...isAuthor, negated: true },
    ],
  });
});

test("a name goes through references, and one row of a related name meets what is said", () => {
  const isOpen = field("is_open", [{ value: true }], { path: ["queue"], model: queue });
  const isUser = { ...isAuthor, model: member, field: "user" };
  const isManager = { ...isUser, field: "role", values: [{ choice: 0 }] };
  const related = {
    kind: "related",
    path: ["queue"],
    name: "members",
    model: member,
    reference: "queue",
  };
  const rowOf = (facts: string) => requirementOf(`{ all: [login, { row: ${facts} }] }`);
  expect(rowOf("{ queue.is_open: true }")).toEqual({ row: [isOpen] });
  expect(rowOf("queue.members.user")).toEqual({ row: [{ ...related, meets: [isUser] }] });
  expect(rowOf("{ queue.members: { user: $user, role: manager } }")).toEqual({
    row: [{ ...related, meets: [isUser, isManager] }],
  });
  expect(rowOf("{ queue.members: null }")).toEqual({ row: [{ ...related, meets: null }] });
});
