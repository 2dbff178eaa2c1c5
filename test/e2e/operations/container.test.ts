import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, expect, it } from "vitest";
import { generatedProject } from "../../support/generated-project.ts";
import { SESSION_SECRET } from "../../support/running-project.ts";
import { scratchDatabase } from "../../support/scratch-database.ts";
import { testdir } from "../../support/testdir.ts";
import { Client } from "../postgres/support/client.ts";
import { buildImage, type Image } from "./support/image.ts";

// The Containerfile's steps, taken by hand.

/** Nobody: owns nothing. Only root can become somebody else. */
const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

let folder: string;
let image: Image;

beforeAll(async () => {
  const project = await generatedProject("team");
  writeFileSync(join(project, "package-lock.json"), "{}"); // the first `npm install` writes it
  const build = testdir();
  folder = testdir();
  image = await buildImage(project, [build, folder]);
});

it("has what runs and nothing else: no sources, no tests, no development packages", () => {
  const names = readdirSync(folder).sort();
  expect(names).toEqual([
    ".npmrc",
    "dist",
    "migrations",
    "node_modules",
    "package-lock.json",
    "package.json",
    "public",
  ]);
  for (const name of ["typescript", "vitest", "tsx", "drizzle-kit"]) {
    expect(existsSync(join(folder, "node_modules", name))).toBe(false);
  }
});

it("starts as another user who may write nothing, migrates, makes a user, serves and ends in order", async () => {
  expect(image.user).toBe("node");
  expect(image.env).toMatchObject({ NODE_ENV: "production", HOST: "0.0.0.0" });
  const DATABASE_URL = await scratchDatabase();
  const settings = { DATABASE_URL, SESSION_SECRET, ALLOWED_HOSTS: "127.0.0.1" };
  const env = { ...image.env, HOST: "127.0.0.1", PORT: "0", ...settings };
  const inContainer = ([, ...args]: string[], more: object = {}) =>
    execa(process.execPath, args, { cwd: folder, env, ...somebody, reject: false, ...more });

  const unset = await inContainer(image.command, { env: { ...env, SESSION_SECRET: "" } });
  expect(unset).toMatchObject({ exitCode: 1 });
  expect(unset.stderr).toMatch(/^Set SESSION_SECRET/);

  const server = execa(process.execPath, image.command.slice(1), {
    cwd: folder,
    env,
    ...somebody,
    reject: false,
    buffer: false,
  });
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    server.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const [address] = /http:\/\/127[\w.]+:\d+/.exec(output) ?? [];
      if (address) resolve(address);
    });
    void server.then(() => reject(new Error(`ended: ${output}`)));
  });
  const command = ["node", "dist/src/commands/create-user.js", "ana", "--group", "member"];
  const made = await inContainer(command, { input: "a password for the tests" });
  expect(made).toMatchObject({ exitCode: 0 });
  const ana = new Client(url);
  expect((await ana.logIn("ana", "a password for the tests")).status).toBe(303);
  expect((await ana.get("/teams/")).status).toBe(200);
  expect((await ana.get("/static/vendor/htmx.js")).status).toBe(200);
  expect((await ana.get("/static/style.css")).status).toBe(200);

  const PORT = new URL(url).port;
  const health = () => inContainer(image.healthcheck, { env: { ...env, PORT } });
  expect((await health()).exitCode).toBe(0);
  server.kill("SIGTERM");
  expect((await server).exitCode).toBe(0);
  expect((await health()).exitCode).toBe(1);
  expect(existsSync(join(folder, ".data"))).toBe(false);
});
