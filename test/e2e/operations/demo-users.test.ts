import { hash } from "@node-rs/argon2";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { generatedProject } from "../../support/generated-project.ts";
import { buildProject, startProject } from "../../support/running-project.ts";
import { scratchDatabase } from "../../support/scratch-database.ts";
import { Client } from "../postgres/support/client.ts";
import { Psql } from "../postgres/support/ledger.ts";
import { runCommand } from "./support/workshop.ts";

// The users that `npm run dev` makes have a password that everybody knows. Nobody may log in with it
// in production, whatever happened to the database in between.

const PASSWORD = "a password for the tests";

let dir: string;
let developed: string;
let DATABASE_URL: string;
let psql: Psql;

beforeAll(async () => {
  dir = await generatedProject("team");
  await buildProject(dir);
  DATABASE_URL = developed = await scratchDatabase();
  await (await develop()).stop();
});

/** Each time another copy of a database that was developed on. */
beforeEach(async () => {
  DATABASE_URL = await scratchDatabase(developed);
  psql = new Psql(DATABASE_URL);
});

const develop = () => startProject(dir, { DATABASE_URL, NODE_ENV: "development" });
const produce = () => startProject(dir, { DATABASE_URL });
const run = (command: string[], input = "") => runCommand(dir, command, { DATABASE_URL, input });
const logIn = async (url: string, name: string) =>
  (await new Client(url).logIn(name, "demo")).status;

it("production does not start while they are there, and does once the command removed them", async () => {
  await expect(produce()).rejects.toThrow(
    "Demo users of `npm run dev` can log in to this database: member, admin, superuser. " +
      "Remove them with " +
      "`npm run remove-demo-users` (`node dist/src/commands/remove-demo-users.js`).",
  );
  await expect(produce()).rejects.not.toThrow(/^\s+at /m);
  await run(["create-user", "ana", "--superuser"], PASSWORD);
  const { exitCode } = await run(["remove-demo-users"]);
  expect(exitCode).toBe(0);
  const { url } = await produce();
  expect(await logIn(url, "member")).toBe(422);
  expect(await logIn(url, "superuser")).toBe(422);
  expect((await new Client(url).logIn("ana", PASSWORD)).status).toBe(303);
  expect(await run(["remove-demo-users"])).toMatchObject({
    exitCode: 0,
    all: "There are no demo users.",
  });
});

it("they are found under any name, and no longer once their password is another one", async () => {
  await psql.rows("update auth_user set username = 'zoe' where username = 'admin'");
  await run(["set-password", "member"], PASSWORD);
  await run(["set-password", "superuser"], PASSWORD);
  await expect(produce()).rejects.toThrow("can log in to this database: zoe. Remove");
  await run(["set-password", "zoe"], PASSWORD);
  const { url } = await produce();
  expect((await new Client(url).logIn("zoe", PASSWORD)).status).toBe(303);
});

it("one who is not active, or has no password, is no open door", async () => {
  await psql.rows("update auth_user set is_active = false where username <> 'member'");
  await psql.rows("update auth_user set password = null where username = 'member'");
  await (await produce()).stop();
  await psql.rows("update auth_user set is_active = true");
  await expect(produce()).rejects.toThrow("can log in to this database: admin, superuser. Remove");
});

it("those that an earlier version made, without a mark, are found by their password", async () => {
  await psql.rows("update auth_user set password = null");
  for (const name of ["superuser", "member"]) {
    await psql.rows("update auth_user set password = $1 where username = $2", [
      await hash("demo"),
      name,
    ]);
  }
  await psql.rows("update auth_user set username = 'chief' where username = 'superuser'");
  await expect(produce()).rejects.toThrow("can log in to this database: member, chief. Remove");
});

it("none logs in, though `npm run dev` makes them while production runs", async () => {
  await run(["remove-demo-users"]);
  await psql.rows("delete from team_teammembership");
  await psql.rows("delete from auth_user");
  const production = await produce();
  const development = await develop();
  expect(await logIn(development.url, "superuser")).toBe(303);
  expect(await logIn(production.url, "superuser")).toBe(422);
  expect(await logIn(production.url, "member")).toBe(422);
  const renamed =
    "update auth_user set username = 'zoe', password = $1 where username = 'superuser'";
  await psql.rows(renamed, [await hash("demo")]);
  expect(await logIn(production.url, "zoe")).toBe(422);
});

it("removing them deletes no row that refers to them", async () => {
  await psql.rows(
    `delete from team_teammembership using auth_user
     where auth_user.id = user_id and username <> 'member'`,
  );
  const rows = () => psql.rows<object>("select * from team_teammembership order by id");
  const before = await rows();
  expect(before.length).toBeGreaterThan(0);
  expect((await run(["remove-demo-users"])).all).toBe(
    "member stays, because rows refer to it, but has no password and is not active.\n" +
      "admin is removed.\nsuperuser is removed.",
  );
  expect(await rows()).toEqual(before);
  expect(await psql.rows("select username, password, is_active from auth_user")).toEqual([
    { username: "member", password: null, is_active: false },
  ]);
  const [entry] = await psql.rows<{ actions: string }>(
    "select string_agg(action || ' ' || target, ', ' order by id) as actions from auth_audit",
  );
  expect(entry?.actions).toBe(
    "remove-demo-users member, remove-demo-users admin, remove-demo-users superuser",
  );
});

it("`npm run dev` prints the logins that work, and no others", async () => {
  await run(["set-password", "member"], PASSWORD);
  const project = await develop();
  await expect.poll(() => project.output()).toMatch(/The demo logins[^]*superuser +demo/);
  expect(project.output()).not.toMatch(/member +demo/);
});
