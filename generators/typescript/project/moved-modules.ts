/**
 * Modules that stand in every project and once stood elsewhere: where they are, where they were in
 * earlier versions of spire, and something that they export. Projects of those versions get them
 * moved, and whatever imports them follows.
 */
const MOVED: readonly (readonly [path: string, former: string, name: string])[] = [
  ["src/accounts/hold-visitor.ts", "src/runtime/hold.ts", "holdVisitor"],
  ["src/accounts/request-session.ts", "src/runtime/sessions.ts", "visitorOf"],
  ["src/app.ts", "src/runtime/app.ts", "buildApp"],
  ["src/dispatch/again.ts", "src/forms/again.ts", "showAgain"],
  ["src/dispatch/call.ts", "src/runtime/call.ts", "callerOf"],
  ["src/dispatch/confirming.ts", "src/accounts/confirming.ts", "rememberWhat"],
  ["src/dispatch/csrf.ts", "src/runtime/csrf.ts", "protectFromForgery"],
  ["src/dispatch/dispatch.ts", "src/runtime/dispatch.ts", "admit"],
  ["src/dispatch/enter.ts", "src/runtime/enter.ts", "enter"],
  ["src/dispatch/event-log.ts", "src/server/event-log.ts", "logEvent"],
  ["src/dispatch/http.ts", "src/runtime/http.ts", "sendPage"],
  ["src/dispatch/kept-text.ts", "src/accounts/kept-text.ts", "typedIn"],
  ["src/dispatch/live-frames.ts", "src/runtime/live-frames.ts", "readFrame"],
  ["src/dispatch/live-socket.ts", "src/runtime/live-socket.ts", "LiveSocket"],
  ["src/dispatch/live-sockets.ts", "src/runtime/live-sockets.ts", "LiveSockets"],
  ["src/dispatch/next.ts", "src/runtime/next.ts", "safeNext"],
  ["src/dispatch/perms.ts", "src/runtime/perms.ts", "permsOf"],
  ["src/dispatch/rate-limits.ts", "src/runtime/rate-limits.ts", "RateLimits"],
  ["src/dispatch/routes.ts", "src/runtime/routes.ts", "routeView"],
  ["src/dispatch/unchanged.ts", "src/runtime/unchanged.ts", "checkUnchanged"],
  ["src/dispatch/view-request.ts", "src/runtime/view-request.ts", "pathOf"],
  ["src/dispatch/writes.ts", "src/runtime/writes.ts", "beginWrite"],
  ["src/failures.ts", "src/server/failures.ts", "explain"],
  ["src/forms/offers.ts", "src/accounts/offers.ts", "activeUsers"],
  ["src/pages/accounts.ts", "src/accounts/pages.ts", "routeAccounts"],
  ["src/pages/audit.ts", "src/audit/page.ts", "routeAudit"],
  ["src/pages/home.ts", "src/server/home.ts", "routeHome"],
  ["src/pages/leave.ts", "src/accounts/leave.ts", "leave"],
  ["src/pages/not-found.ts", "src/server/not-found.ts", "handleNotFound"],
  ["src/pages/own-account.ts", "src/accounts/own-page.ts", "routeOwnAccount"],
  ["src/rows/bound-rows.ts", "src/database/bound-rows.ts", "boundRows"],
  ["src/rows/deletion.ts", "src/database/deletion.ts", "deleteRows"],
  ["src/rows/last-change.ts", "src/runtime/last-change.ts", "targetOf"],
  ["src/rows/local-time.ts", "src/forms/local-time.ts", "readLocal"],
  ["src/rows/pagination.ts", "src/database/pagination.ts", "paginate"],
  ["src/rows/row-groups.ts", "src/database/row-groups.ts", "groupsOf"],
  ["src/rows/row-name.ts", "src/database/row-name.ts", "rowName"],
  ["src/rows/rows.ts", "src/database/rows.ts", "labelsOf"],
  ["src/rows/table-facts.ts", "src/database/table-facts.ts", "referencesOf"],
  ["src/samples/sample-references.ts", "src/database/sample-references.ts", "proposalsFor"],
  ["src/samples/sample-rows.ts", "src/database/sample-rows.ts", "sampleRows"],
  ["src/samples/sample-values.ts", "src/database/sample-values.ts", "supplyOf"],
  ["src/samples/sample-words.ts", "src/database/sample-words.ts", "lookOf"],
];

/** Where modules were before, by where they are now. */
export const FORMER_MODULES: ReadonlyMap<string, string> = new Map(
  MOVED.map(([path, former]) => [path, former]),
);

/** Whether it is one of those modules, where it was: nothing else there is taken for it. */
export function wasModule(path: string, text: string): boolean {
  return MOVED.some(
    ([, former, name]) =>
      former === path &&
      new RegExp(`^export (?:(?:async )?function|class) ${name}\\b`, "m").test(text),
  );
}

/** What a module exported in earlier versions and another one does now, by module and name. */
export const MOVED_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "src/forms/field.ts": {
    Field: "src/runtime/field.ts",
    Shape: "src/runtime/field.ts",
    ValuesOf: "src/runtime/field.ts",
  },
  "src/runtime/csrf.ts": { KEPT: "src/templates/kept-form.tsx" },
  "src/runtime/enter.ts": { Subject: "src/rows/last-change.ts" },
  "src/runtime/http.ts": { isHtmx: "src/server/clients.ts", wantsJson: "src/server/clients.ts" },
  "src/runtime/own-routes.ts": { routeOwn: "src/dispatch/route-own.ts" },
  "src/runtime/page.ts": {
    PageState: "src/dispatch/render-page.ts",
    renderPage: "src/dispatch/render-page.ts",
  },
  "src/runtime/rate-limits.ts": { Limit: "src/runtime/registry.ts" },
  "src/runtime/visitor.ts": { loadVisitor: "src/accounts/load-visitor.ts" },
};
