import { expect, test } from "vitest";
import { TARGET_RULES } from "../../schema/targets/targets.ts";
import type { OpenDatabase } from "../../templates/typescript/src/database/database.ts";
import { buildApp } from "../../templates/typescript/src/app.ts";
import { STUB_OPTIONS } from "./support/stub-app.ts";

const LOGIN_URL = "/login/";

test("the paths that no view may have are those that the runtime answers by itself", async () => {
  const database = { db: {}, pool: null, listen: async () => async () => {} };
  const app = await buildApp({
    database: database as unknown as OpenDatabase,
    ...STUB_OPTIONS,
    views: [],
    routes: [],
  });
  const answered = app.registeredRoutes.map(({ url }) => url);
  const { paths, folders } = TARGET_RULES.typescript.served;
  // The router takes a last slash and its absence for one path.
  const plain = (path: string) => path.replace(/(?<=.)\/$/, "");
  const below = (path: string) => folders.find((folder) => path.startsWith(`/${folder}/`));
  const single = answered.filter((path) => below(path) === undefined).map(plain);
  expect(new Set(single)).toEqual(new Set([...paths, LOGIN_URL].map(plain)));
  expect(new Set(answered.map(below).filter(Boolean))).toEqual(new Set(folders));
  await app.close();
});
