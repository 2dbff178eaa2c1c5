import { beforeAll, expect, it } from "vitest";
import {
  breakableProject,
  exactly,
  fits,
  type Mutant,
  runTests,
  whileBroken,
} from "../../../support/breakable-project.ts";

// The attack suite that ships in a generated project must notice when a defence is taken away.

let project: string;
beforeAll(async () => {
  project = await breakableProject();
});

interface NoticedMutant extends Mutant {
  /** Attacks by name; those that are to fail contain it. */
  attack: string;
}

const mutants: NoticedMutant[] = [
  {
    what: "a form that needs no token",
    file: "src/dispatch/csrf.ts",
    from: "!isLate && hasToken && !isKept",
    to: "!isLate && !isKept",
    attack: "a form changes nothing when it is sent with",
  },
  {
    what: "text that was kept and is taken for a form that was sent",
    file: "src/dispatch/csrf.ts",
    from: "!isLate && hasToken && !isKept",
    to: "!isLate && hasToken",
    attack: "text that was kept through a login",
  },
  {
    what: "a form that any site's page fills in",
    file: "src/dispatch/again.ts",
    from: "isOwnOrigin(request) && ",
    to: "",
    attack: "a form is filled in by no page but its own",
  },
  {
    what: "a token that is good for everybody",
    file: "src/dispatch/csrf.ts",
    from: /return String\(visitorOf\(request\).*;/,
    to: "return request.protocol;",
    attack: "a form changes nothing when it is sent with",
  },
  {
    what: "a form that writes what nobody touched",
    file: "src/forms/form.ts",
    from: "field.isUntouched(sent, shown)",
    to: 'field.isUntouched(sent, shown) && sent === ""',
    attack: "changes nothing of what the row holds",
  },
  {
    what: "a form of any content type",
    file: "src/app.ts",
    from: "await readForms(app);",
    to: `await readForms(app);
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );`,
    attack: "a form changes nothing when it is sent",
  },
  {
    what: "a socket that any site may open",
    file: "src/dispatch/live-sockets.ts",
    from: "!isOwnOrigin(request)",
    to: "!request.host",
    attack: "a socket is not opened when its Origin",
  },
  {
    what: "a form of any site's page",
    file: "src/server/hosts.ts",
    from: "isNamed && !isOwnOrigin(request)",
    to: "isNamed && !request.host",
    attack: "a form with the right token changes nothing when its Origin",
  },
  {
    what: "a page of this site over another scheme",
    file: "src/server/hosts.ts",
    from: "request.headers.origin === siteOf(request)?.origin",
    to: 'request.headers.origin?.replace(/^https?:\\/\\//, "") === request.host',
    attack: "a form with the right token changes nothing when its Origin is ours over another",
  },
  {
    what: "a form of a subdomain's page, which names no origin",
    file: "src/server/hosts.ts",
    from: "if (isFromElsewhere(request)) return",
    to: "if (isFromElsewhere(request) && !request.host) return",
    attack: "a form with the right token changes nothing when Sec-Fetch-Site says",
  },
  {
    what: "cookies that a subdomain may plant",
    file: "src/server/host-cookies.ts",
    from: "if (value === undefined) delete cookies[name];",
    to: "if (value === undefined) continue;",
    attack: "nobody is logged in by a form whose cookie another host has planted",
  },
  {
    what: "cookies of plain names over HTTPS",
    file: "src/server/host-cookies.ts",
    from: "ours.test(line) ? secured(PREFIX + line) : line",
    to: "ours.test(line) ? secured(line) : line",
    attack: "no cookie has a name that another host can plant",
  },
  {
    what: "any host",
    file: "src/server/hosts.ts",
    from: "!isAllowed(site)",
    to: "!isAllowed",
    attack: "nothing is answered when the Host header is another site",
  },
  {
    what: "hosts that begin with one of the site's",
    file: "src/server/hosts.ts",
    from: "hostname === address.hostname",
    to: "address.hostname.startsWith(hostname)",
    attack: "nothing is answered when the Host header begins with ours",
  },
  {
    what: "a request whose target names another host",
    file: "src/server/hosts.ts",
    from: '|| !request.url.startsWith("/")',
    to: "",
    attack: "nothing is answered to a request with the address of another site",
  },
  {
    what: "two hosts in one request",
    file: "src/server/hosts.ts",
    from: "(hostsOf(request.raw)?.length ?? 1) > 1",
    to: "(hostsOf(request.raw)?.length ?? 1) > 9",
    attack: "nothing is answered to a request with two Host headers, ours first",
  },
  {
    what: "HTTP/0.9",
    file: "src/server/hosts.ts",
    from: "const VERSIONS = [",
    to: 'const VERSIONS = ["0.9", ',
    attack: "nothing is answered to a request with HTTP/0.9",
  },
  {
    what: "answers that a proxy may keep",
    file: "src/server/security-headers.ts",
    from: 'reply.header("cache-control", "no-store")',
    to: 'reply.header("cache-control", "private")',
    attack: "nothing is kept of an error or a redirect",
  },
  {
    what: "a slash at the end of whatever is asked for",
    file: "src/pages/not-found.ts",
    from: /if \(path\.endsWith[^]*?return isKnown \? address : null;/,
    to: "return safeNext && pathsOf && app ? address : null;",
    attack: "an address without its last slash never leads to another site: //evil.example",
  },
  {
    what: "a form that is sent on to the address with the slash",
    file: "src/pages/not-found.ts",
    from: '["GET", "HEAD"].includes(request.method)',
    to: "request.method",
    attack: "an address without its last slash changes nothing and leads nowhere",
  },
  {
    what: "a probe that is asked under the site's own host only",
    file: "src/server/hosts.ts",
    from: "if (config.isProbe) return done();",
    to: "",
    attack: "whoever probes the process",
  },
  {
    what: "demo users that log in",
    file: "src/accounts/users.ts",
    from: "(isDemo && !mayBeDemo)",
    to: "(isDemo && !mayBeDemo && !row)",
    attack: "nobody gets in with the demo password",
  },
  {
    what: "a pattern that goes back and forth, on a text of any length",
    file: "src/forms/field.ts",
    from: "short !== null && pattern.test(short)",
    to: "/^(\\d+\\.?\\d*|\\.\\d+)$/.test(String(text)) && short !== null && pattern.test(short)",
    attack: "nobody else waits for long while somebody sends digits and a letter",
  },
  {
    what: "a place to go on to that is taken as it comes",
    file: "src/dispatch/next.ts",
    from: /return url\.origin === base .*;/,
    to: "return next;",
    attack: "nobody is led to another site by next=",
  },
  {
    what: "backslashes in the place to go on to",
    file: "src/dispatch/next.ts",
    from: /if \(typeof next .*\n.*\n([^]*)return url\.origin.*/,
    to: 'if (typeof next !== "string") return fallback;\n$1return /^[/](?![/])/.test(next) ? next : fallback;',
    attack: "nobody is led to another site by next=",
  },
  {
    what: "a session that outlives the login",
    file: "src/accounts/sessions.ts",
    from: "await request.session.regenerate();",
    to: "",
    attack: "a session's cookie that was planted before a login",
  },
  {
    what: "guesses that are counted after they were looked at",
    file: "src/accounts/wrong-passwords.ts",
    from: /const reserved: Reservation\[\] = \[\];([^]*?)(const result = await attempt\(\);)/,
    to: "const reserved: Reservation[] = [];\n    $2$1",
    attack: "a hundred guesses at once are no more",
  },
  {
    what: "an owner who is kept out by what others try",
    file: "src/pages/accounts.ts",
    from: "if (device) return",
    to: "if (device && !perName) return",
    attack: "a hundred guesses at once are no more",
  },
  {
    what: "a session that sleeps while the account is closed",
    file: "src/accounts/users.ts",
    from: "await transaction.delete(Session).where(eq(Session.user_id, userId));",
    to: "void Session;",
    attack: "a session's cookie is worth nothing after the account was closed",
  },
  {
    what: "a session that is never idle",
    file: "src/accounts/session-end.ts",
    from: /least\([^)]*\)/,
    to: "${Session.expires_at}",
    attack: "a session's cookie is worth nothing when it was not used",
  },
  {
    what: "a password that is changed whatever the old one is said to be",
    file: "src/accounts/passwords.ts",
    from: "return prepared !== password && argon2.verify(hashed, password);",
    to: "return prepared.length > 0;",
    attack: "an account's password is not changed",
  },
  {
    what: "sessions that outlive the password they began with",
    file: "src/accounts/users.ts",
    from: "await transaction.delete(auth.Session).where(others);",
    to: "void others;",
    attack: "an account's sessions end elsewhere when the password is changed",
  },
  {
    what: "sessions of others that anybody ends",
    file: "src/accounts/sessions.ts",
    from: "eq(Session.user_id, userId),\n        which",
    to: "which",
    attack: "an account's sessions are not ended by somebody else",
  },
  {
    what: "a session that outlives the logout",
    file: "src/accounts/request-session.ts",
    from: /await db\.delete\(auth\.Session\)\.where\(eq\(.*/,
    to: "",
    attack: "a session's cookie is worth nothing after a logout",
  },
  {
    what: "a session's cookie that scripts can read",
    file: "src/accounts/request-session.ts",
    from: "httpOnly: true",
    to: "httpOnly: false",
    attack: "a session's cookie is for HTTP alone",
  },
  {
    what: "any method of a view as an event",
    file: "src/dispatch/dispatch.ts",
    from: "return perform(call, call.rules.events.get(event));",
    to: "return perform(call, call.rules.events.get(event) ?? { ...call.endpoint, method: event });",
    attack: "events",
  },
  {
    what: "a membership that nobody asks for",
    file: "src/dispatch/enter.ts",
    from: "if (rules.member) {",
    to: "if (rules.member && !visitor.user) {",
    attack: "random events and requests",
  },
  {
    what: "values that nobody has declared",
    file: "src/forms/form.ts",
    from: "schemaOf(fields, z.strictObject)",
    to: "schemaOf(fields, z.object)",
    attack: "an event's values with an extra key",
  },
  {
    what: "values of any depth",
    file: "src/dispatch/dispatch.ts",
    from: "isDeeper(input)",
    to: "false",
    attack: "an event's values nested 30,000 levels deep",
  },
  {
    what: "frames of any size",
    file: "src/dispatch/live-sockets.ts",
    from: "maxPayload: MAX_FRAME",
    to: "maxPayload: 100_000_000",
    attack: "a frame",
  },
  {
    what: "bodies of any size",
    file: "src/app.ts",
    from: "bodyLimit: MAX_BODY",
    to: "bodyLimit: 1_000_000_000",
    attack: "a form changes nothing when it is 10 MB long",
  },
  {
    what: "as many open pages as one likes",
    file: "src/dispatch/live-sockets.ts",
    from: "same.length >= socketsPerUser",
    to: "same.length < 0",
    attack: "a flood of sockets of one user",
  },
  {
    what: "as many waiting events as one likes",
    file: "src/dispatch/live-socket.ts",
    from: "MAX_WAITING_EVENTS = 32",
    to: "MAX_WAITING_EVENTS = 1e9",
    attack: "a flood of events on one socket",
  },
  {
    what: "as many events as one likes",
    file: "src/dispatch/live-socket.ts",
    from: /await this\.#call\.limits\.countHere.*\n/,
    to: "",
    attack: "a flood of events, one after the other",
  },
  {
    what: "waiting for a client that does not read",
    file: "src/dispatch/live-socket.ts",
    from: "MAX_UNSENT_BYTES = 1_000_000",
    to: "MAX_UNSENT_BYTES = 1e12",
    attack: "a flood of renderings",
  },
  {
    what: "a text that is put into a page as it is",
    file: "src/apps/shelf/templates/list.tsx",
    from: /(?<=cell: \(row\) => )row\.name/,
    to: "<span dangerouslySetInnerHTML={{ __html: row.name }} />",
    attack: "a hostile text does no harm on any page",
  },
  {
    what: "a text that is put into a statement as it is",
    file: "src/accounts/users.ts",
    from: "eq(auth.User.username, name)",
    to: "sql.raw(`username = '${username}'`)",
    attack: "SQL does nothing as a name or a password: a union in quotes",
  },
  {
    what: "other people's rows on the page of one's own",
    file: "src/apps/shelf/views/room.ts",
    from: /\.where\(eq\(models\.Keeper\.shelf_id, this\.object\.id\)\)\n/,
    to: "\n",
    attack: "other people's rows",
  },
  {
    what: "a guard that asks for less",
    file: "src/apps/shelf/views/list.ts",
    from: "@permissionRequired(ShelfPermission.ViewShelf)",
    to: "@loginIsEnough()",
    attack: "random events and requests",
  },
  {
    what: "rights as they were when a request began",
    file: "src/dispatch/dispatch.ts",
    from: "await holdVisitor(transaction, early.visitor, named)",
    to: "(void transaction, void holdVisitor, void named, early.visitor)",
    attack: "a request whose last byte comes when",
  },
  {
    what: "a row in the audit log for each of many attempts",
    file: "src/audit/attempts.ts",
    from: "attempts.rows >= MOST_ROWS",
    to: "attempts.rows < 0",
    attack: "the audit log is not filled",
  },
  {
    what: "rows that go along whoever deletes",
    file: "src/rows/deletion.ts",
    from: 'if (obstacle === "denied")',
    to: 'if (obstacle === "denied" && !visitor.user)',
    attack: "a row to which others are bound is not deleted by whoever may not",
  },
  {
    what: "rows that go along, and of which nobody knows",
    file: "src/rows/bound-rows.ts",
    from: 'key.onDelete === "cascade" ?',
    to: "!foreignTable ?",
    attack: "a row to which others are bound is not deleted by whoever may not",
  },
  {
    what: "a permission to delete that is another model's",
    file: "src/rights.ts",
    from: "delete: ShelfPermission.DeleteBadge",
    to: "delete: ShelfPermission.ViewShelf",
    attack: "a row to which others are bound is not deleted by whoever may not",
  },
  {
    what: "a page that deletes a row without a look at the others",
    file: "src/apps/shelf/views/delete.ts",
    from: /await deleteRows\([^]*?(eq\([^]*?\)),\s*this\.request\.seen,?\s*\);/,
    to: "await this.db.delete(models.Shelf).where($1);",
    attack: "a row to which others are bound is not deleted by whoever may not",
  },
  {
    what: "an event that deletes a row without a look at the others",
    file: "src/apps/shelf/views/room.ts",
    from: /await deleteRows\([^]*?(and\([^]*?\)),?\s*\);\s*if \(deleted === 0\)/,
    to: "(await this.db.delete(models.Keeper).where($1).returning()).length;\n    if (deleted === 0)",
    attack: "a row to which others are bound is not deleted by whoever may not",
  },
  {
    what: "a page that deletes more than it has shown",
    file: "src/apps/shelf/views/delete.ts",
    from: /,\s*this\.request\.seen/,
    to: "",
    attack: "a row to which others are bound is not deleted with more than",
  },
  {
    what: "rows of a live page that everybody is shown",
    file: "src/runtime/visitor.ts",
    from: "    return this.user !== null && (this.user.isSuperuser ||",
    to: '    return this.user !== null && (permission === "shelf.view_keeper" || this.user.isSuperuser ||',
    attack: "rows on a live page are sent to nobody who may not view them",
  },
  {
    what: "rows of a live page that nothing but the page knows, shown to everybody",
    file: "src/runtime/visitor.ts",
    from: "    return this.user !== null && (this.user.isSuperuser ||",
    to: '    return this.user !== null && (permission === "shelf.view_remark" || this.user.isSuperuser ||',
    attack: "rows on a live page are sent to nobody who may not view them",
  },
  {
    what: "rows that hold nothing",
    file: "src/apps/shelf/models.ts",
    from: /(tree_id[^]*?onDelete: )"restrict"/,
    to: '$1"cascade"',
    attack: "a row to which others are bound is not deleted as long as they hold it",
  },
  {
    what: "a denied event that nobody writes down",
    file: "src/dispatch/dispatch.ts",
    from: "if (isAudited) await writeAttempt(db, event(), outcome);",
    to: "void [writeAttempt, outcome];",
    attack: "a denied event is in the audit log",
  },
  {
    what: "a button on a row that was changed meanwhile",
    file: "src/dispatch/unchanged.ts",
    from: "if (changed.length === 0) return;",
    to: "if (changed.length < 999) return;",
    attack: "a page that is stale changes nothing",
  },
  {
    what: "a form over a row that was changed meanwhile",
    file: "src/forms/change.ts",
    from: "if (changed.length === 0) return;",
    to: "if (changed.length < 999) return;",
    attack: "a page that is stale changes nothing",
  },
  {
    what: "a key that may be used again",
    file: "src/dispatch/writes.ts",
    from: "isKeyed ? createHash",
    to: "isKeyed && same === null ? createHash",
    attack: "a form that is sent twice does its work once",
  },
  {
    what: "a program that does not say what it has seen",
    file: "src/dispatch/unchanged.ts",
    from: "throw new PreconditionRequired();",
    to: "void PreconditionRequired;",
    attack: "a program that does not say which state of the row it means",
  },
  {
    what: "a program that has seen another state",
    file: "src/dispatch/unchanged.ts",
    from: "if (!isMatch(ifMatch, entityTags(subject.row, call.seals))) throw new PreconditionFailed();",
    to: "void [isMatch, entityTags, PreconditionFailed];",
    attack: "a program that means a state which is gone",
  },
  {
    what: "seals through which one can see",
    file: "src/server/seals.ts",
    from: "    seal(text) {\n",
    to: "    seal(text) {\n      if (text) return text;\n",
    attack: "what a page says that it saw",
  },
  {
    what: "plain digests that are taken for what was seen",
    file: "src/server/seals.ts",
    from: 'return "";',
    to: "return sealed;",
    attack: "what a page says that it saw",
  },
  {
    what: "entity tags that anybody can work out",
    file: "src/server/seals.ts",
    from: 'createHmac("sha256", key)',
    to: 'createHmac("sha256", key && "")',
    attack: "a program learns no entity tag",
  },
];

/** Every fourth one; all of them with SPIRE_LONG. */
const tried = process.env["SPIRE_LONG"] ? mutants : mutants.filter((_, place) => place % 4 === 0);

it("breaks code that is there, with each of them", () => {
  expect(mutants.filter((mutant) => !fits(project, mutant)).map(({ what }) => what)).toEqual([]);
});

it.each(tried)("notices $what", { timeout: 600_000 }, async (mutant) => {
  await whileBroken(project, mutant, async () => {
    const { failed } = await runTests(project, "tests/attack", "-t", exactly(mutant.attack));
    expect(failed.filter((name) => name.includes(mutant.attack))).not.toEqual([]);
  });
});

it("finds nothing in the project as it was generated", { timeout: 600_000 }, async () => {
  const attacks = [...new Set(tried.map(({ attack }) => attack))];
  const any = attacks.map(exactly).join("|");
  const { failed, ran } = await runTests(project, "tests/attack", "-t", any);
  expect(failed).toEqual([]);
  expect(ran).toBeGreaterThanOrEqual(attacks.length);
});
