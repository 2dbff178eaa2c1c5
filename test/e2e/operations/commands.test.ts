import { execa } from "execa";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildProject, startProject } from "../../support/running-project.ts";
import { generatedProject } from "../../support/generated-project.ts";
import { scratchDatabase } from "../../support/scratch-database.ts";
import { Client } from "../postgres/support/client.ts";
import { Psql } from "../postgres/support/ledger.ts";
import { packageRoot } from "../../../schema/package-root.ts";
import { runCommand } from "./support/workshop.ts";

const NAME_RULE =
  "A name has 1 to 150 letters, digits and marks of ASCII, with at most single spaces between them; " +
  'scripts from the right and from the left are not mixed, and it does not begin with "command line".';
const PASSWORD = "a password for the tests";

let dir: string;

beforeAll(async () => {
  dir = await generatedProject("team");
  await buildProject(dir);
});

describe("on PostgreSQL", () => {
  let DATABASE_URL: string;
  let psql: Psql;
  const run = (command: string[], input = "") => runCommand(dir, command, { DATABASE_URL, input });

  beforeAll(async () => {
    DATABASE_URL = await scratchDatabase();
    psql = new Psql(DATABASE_URL);
    const early = await run(["grant", "ana", "team.view_team"]);
    expect(early).toMatchObject({
      exitCode: 1,
      all: "The database is not up to date: run `npm run migrate` first.",
    });
    expect(await run(["migrate"])).toMatchObject({ exitCode: 0 });
  });

  it("makes a user who can log in, and says what they hold", async () => {
    const made = await run(["create-user", "ana", "--group", "member"], `${PASSWORD}\n`);
    expect(made).toMatchObject({
      exitCode: 0,
      all: "ana now holds:\n  of their own: nothing\n  through the group member: team.view_team, team.view_teammembership",
    });
    const { url } = await startProject(dir, { DATABASE_URL });
    const ana = new Client(url);
    expect((await ana.logIn("ana", PASSWORD)).status).toBe(303);
    expect((await ana.get("/teams/")).status).toBe(200);
    expect((await ana.get("/audit/")).status).toBe(403);
  });

  it("makes a superuser, who reads the audit log; no password is in it", async () => {
    expect((await run(["create-user", "root", "--superuser"], PASSWORD)).exitCode).toBe(0);
    const { url } = await startProject(dir, { DATABASE_URL });
    const root = new Client(url);
    await root.logIn("root", PASSWORD);
    const { status, body } = await root.get("/audit/?action=create-user&user=");
    expect(status).toBe(200);
    expect(body).toContain("command line (");
    expect(body).not.toContain(PASSWORD);
    const [rows] = await psql.rows<{ all: string }>(
      "select string_agg(a::text, ' ') as all from auth_audit a",
    );
    expect(rows?.all).toContain("root");
    expect(rows?.all).not.toContain(PASSWORD);
  });

  it("grants and revokes permissions and groups", async () => {
    await run(["create-user", "gus"], PASSWORD);
    const granted = await run(["grant", "gus", "team.manage_team_members", "--group", "member"]);
    expect(granted.all).toBe(
      "gus now holds:\n  of their own: team.manage_team_members\n" +
        "  through the group member: team.view_team, team.view_teammembership",
    );
    const revoked = await run(["revoke", "gus", "team.manage_team_members", "--group", "member"]);
    expect(revoked.all).toBe("gus now holds:\n  of their own: nothing");
  });

  it("changes a password, which ends the user's sessions", async () => {
    await run(["create-user", "pia"], PASSWORD);
    const { url } = await startProject(dir, { DATABASE_URL });
    const pia = new Client(url);
    await pia.logIn("pia", PASSWORD);
    expect((await pia.get("/")).status).toBe(200);
    const changed = await run(["set-password", "pia"], "another long password");
    expect(changed.all).toBe("pia has a new password, and is logged out everywhere.");
    expect((await pia.get("/")).status).toBe(302);
    expect((await new Client(url).logIn("pia", PASSWORD)).status).toBe(422);
    expect((await new Client(url).logIn("pia", "another long password")).status).toBe(303);
  });

  it("renames a user, who logs in with the new name however it is written", async () => {
    await run(["create-user", "Lea"], PASSWORD);
    const renamed = await run(["rename-user", "LEA", "Lea.B"]);
    expect(renamed.all).toBe("lea is lea.b from now on.");
    const { url } = await startProject(dir, { DATABASE_URL });
    expect((await new Client(url).logIn("LEA.b", PASSWORD)).status).toBe(303);
    const [row] = await psql.rows<{ params: unknown }>(
      "select params from auth_audit where action = 'rename-user' and target = 'lea'",
    );
    expect(row?.params).toEqual({ name: "lea.b" });
  });

  it("closes an account and opens it again; no session comes back", async () => {
    await run(["create-user", "ida"], PASSWORD);
    const { url } = await startProject(dir, { DATABASE_URL });
    const ida = new Client(url);
    await ida.logIn("ida", PASSWORD);
    const closed = await run(["deactivate-user", "Ida"]);
    expect(closed.all).toBe("ida can no longer log in, and is logged out everywhere.");
    expect((await new Client(url).logIn("ida", PASSWORD)).status).toBe(422);
    expect((await run(["reactivate-user", "ida"])).all).toBe("ida can log in again.");
    expect((await ida.get("/")).status).toBe(302);
    expect((await new Client(url).logIn("ida", PASSWORD)).status).toBe(303);
  });

  it("makes a superuser and takes it back", async () => {
    await run(["create-user", "sue"], PASSWORD);
    const { url } = await startProject(dir, { DATABASE_URL });
    const sue = new Client(url);
    await sue.logIn("sue", PASSWORD);
    const promoted = await run(["promote-user", "sue"]);
    expect(promoted.all).toBe("sue is a superuser, and holds every permission.");
    expect((await sue.get("/audit/")).status).toBe(200);
    const demoted = await run(["demote-user", "sue"]);
    expect(demoted.all).toBe("sue is no superuser, and holds what was granted.");
    expect((await sue.get("/audit/")).status).toBe(403);
  });

  it("deletes a user to whom no row refers, or says which do", async () => {
    await run(["create-user", "del"], PASSWORD);
    await psql.rows("create table note (by_id integer references auth_user (id))");
    await psql.rows("insert into note select id from auth_user where username = 'del'");
    expect(await run(["delete-user", "del"])).toMatchObject({
      exitCode: 1,
      all:
        "del stays, because rows refer to that user: 1 of note (by_id). " +
        "To close the account: npm run deactivate-user -- del",
    });
    await psql.rows("drop table note");
    expect((await run(["delete-user", "del"])).all).toBe("del is deleted.");
    expect((await run(["delete-user", "del"])).exitCode).toBe(2);
    const [row] = await psql.rows<{ count: number }>(
      "select count(*)::int from auth_audit where action = 'delete-user' and target = 'del'",
    );
    expect(row?.count).toBe(1);
  });

  it("lists where a user is logged in, and ends it", async () => {
    await run(["create-user", "eva"], PASSWORD);
    expect((await run(["sessions", "eva"])).all).toBe("eva is logged in nowhere.");
    const { url } = await startProject(dir, { DATABASE_URL });
    const [first, second] = [new Client(url), new Client(url)];
    await first.logIn("eva", PASSWORD);
    const { all: one } = await run(["sessions", "eva"]);
    await second.logIn("eva", PASSWORD);
    expect(one).toMatch(/^[\da-f]{12} {2}since .+, last used .+, from (::ffff:)?127\.0\.0\.1/);
    const ended = await run(["sessions", "eva", "--end", one?.slice(0, 12) ?? ""]);
    expect(ended.all).toBe("1 session of eva ended.");
    expect([(await first.get("/")).status, (await second.get("/")).status]).toEqual([302, 200]);
    expect((await run(["sessions", "eva", "--end-all"])).all).toBe("1 session of eva ended.");
    expect((await second.get("/")).status).toBe(302);
  });

  it("names those that would be called the same, and migrates once they are renamed", async () => {
    await psql.rows("insert into auth_user (username) values ('Kay'), ('KAY')");
    const refused = await run(["migrate"]);
    expect(refused.exitCode).toBe(1);
    expect(refused.all).toContain('"Kay" would be the same as "KAY"');
    expect((await run(["rename-user", "KAY", "kay"])).all).toBe('There is a user "kay" already.');
    expect((await run(["rename-user", "KAY", "kay.2"])).all).toBe("KAY is kay.2 from now on.");
    expect(await run(["migrate"])).toMatchObject({ exitCode: 0 });
    const rows = await psql.rows("select username from auth_user where username like 'kay%'");
    expect(rows).toHaveLength(2);
  });

  it("prints the audit log, filtered, as a table or as JSON", async () => {
    await run(["create-user", "kim"], PASSWORD);
    await run(["grant", "kim", "team.view_team"]);
    await psql.rows(
      `insert into auth_audit (username, action, target, params, outcome, at)
       values ('kim', 'TeamAdminView.remove_member', '/teams/1/', '{"a": "\\u001b[31m"}', 'denied', '2020-01-01')`,
    );
    const json = async (...filter: string[]) => {
      const { stdout } = await run(["audit", "--json", ...filter]);
      return (JSON.parse(stdout) as { target: string; outcome: string }[]).map(
        ({ target, outcome }) => `${target} ${outcome}`,
      );
    };
    expect(await json("--user", "kim")).toEqual(["/teams/1/ denied"]);
    expect(await json("--outcome", "denied")).toEqual(["/teams/1/ denied"]);
    expect(await json("--outcome", "denied", "--since", "7d")).toEqual([]);
    expect(await json("--outcome", "denied", "--since", "2019-12-31")).toHaveLength(1);
    expect((await json("--action", "grant"))[0]).toBe("kim allowed");
    expect(await json("--limit", "2")).toHaveLength(2);
    const table = await run(["audit", "--user", "kim"]);
    expect(table.all).toMatch(/^2020-01-01T00:00:00.000Z {2}denied {2}kim {2}TeamAdminView/);
    expect(table.all).not.toContain("\u001b");
  });

  it.each([
    [["create-user"], "Give one name: npm run create-user -- NAME"],
    [["create-user", "ana"], 'There is a user "ana" already.'],
    [["create-user", " x"], NAME_RULE],
    [["create-user", "new"], "The password needs at least 8 characters."],
    [["rename-user", "ana"], "Give two names: npm run rename-user -- OLD NEW"],
    [["rename-user", "ana", "gus"], 'There is a user "gus" already.'],
    [["rename-user", "ana", "command line (x)"], NAME_RULE],
    [
      ["create-user", "new", "--group", "membr"],
      'There is no group "membr". Did you mean "member"?',
    ],
    [
      ["grant", "ana", "team.manage_team_member"],
      'There is no permission "team.manage_team_member". Did you mean "team.manage_team_members"?',
    ],
    [["grant", "ana"], "Give a permission, or a group: --group NAME"],
    [["revoke", "anna", "team.view_team"], 'There is no user "anna". Did you mean "ana"?'],
    [["audit", "--outcome", "denyed"], 'There is no outcome "denyed". Did you mean "denied"?'],
    [["audit", "--limit", "0"], "--limit must be a number from 1 to 999999."],
  ])("%j is bad input, said in a sentence", async (command, sentence) => {
    expect(await run(command, "short")).toMatchObject({ exitCode: 2, all: sentence });
  });

  it("says how a command is called when its options are wrong, and when asked", async () => {
    const wrong = await run(["grant", "--nope"]);
    expect(wrong.exitCode).toBe(2);
    expect(wrong.all).toContain("Usage: npm run grant");
    expect(wrong.all).not.toMatch(/^\s+at /m);
    expect(await run(["grant", "--help"])).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ["postgres://u:sesame@127.0.0.1:1/x", "The database at 127.0.0.1:1 does not answer"],
    ["mysql://u:sesame@127.0.0.1/x", "DATABASE_URL must look like postgres://"],
    ["postgres://nobody-here:sesame@127.0.0.1:5432/x", "The database refuses the user"],
  ])("never repeats the password of %s", async (url, sentence) => {
    const { exitCode, all } = await runCommand(dir, ["audit"], { DATABASE_URL: url });
    expect(exitCode).toBe(1);
    expect(all).toContain(sentence);
    expect(all).not.toMatch(/sesame|^\s+at /m);
  });
});

describe("on the embedded database", () => {
  const env = { DATABASE_URL: undefined, DATA_DIR: ".data" };

  it("works while nothing serves it, from the sources too, and after a process was killed", async () => {
    const tsx = join(packageRoot, "node_modules/.bin/tsx");
    const migrated = await execa(tsx, ["src/commands/migrate.ts"], { cwd: dir });
    expect(migrated.stdout).toBe("The database is up to date.");
    const first = await startProject(dir, env);
    await expect(startProject(dir, env)).rejects.toThrow("is in use by another process");
    expect(await first.stop("SIGKILL")).toBe("SIGKILL");
    // The lock of a killed process is taken over, and the data are whole.
    const made = await runCommand(dir, ["create-user", "eve"], { input: PASSWORD });
    expect(made).toMatchObject({ exitCode: 0 });
  });

  it("works through the process that serves it, whose open pages know within a second", async () => {
    const { url, stop } = await startProject(dir, { ...env, NODE_ENV: "development" });
    const admin = new Client(url);
    await admin.logIn("admin", "demo");
    const page = await admin.open("/teams/1/");
    expect(page.first.content).toContain("remove_member");
    const told = page.next().then((frame) => ({ frame, at: Date.now() }));
    const demoted = await runCommand(dir, ["revoke", "admin", "--group", "admin"]);
    const done = Date.now();
    expect(demoted).toMatchObject({
      exitCode: 0,
      all: "admin now holds:\n  of their own: nothing",
    });
    const { frame, at } = await told;
    expect(at - done).toBeLessThan(1_000);
    expect(frame.content).not.toContain("remove_member");

    const made = await runCommand(dir, ["create-user", "zoe"], { input: PASSWORD });
    expect(made).toMatchObject({ exitCode: 0 });
    expect((await new Client(url).logIn("zoe", PASSWORD)).status).toBe(303);
    const log = await runCommand(dir, ["audit", "--action", "revoke"]);
    expect(log.all).toMatch(/allowed {2}command line \(.+\) {2}revoke {2}admin/);
    const wrong = await runCommand(dir, ["grant", "admin", "--group", "admins"]);
    expect(wrong).toMatchObject({ exitCode: 2, all: expect.stringContaining("Did you mean") });
    const migrated = await runCommand(dir, ["migrate"]);
    expect(migrated.exitCode).toBe(1);
    expect(migrated.all).toMatch(/in use by another process.+: restart it instead\.$/);
    expect(await stop()).toBe(0);
  });
});
