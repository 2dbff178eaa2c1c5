import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";

const header = `
  import type { Perms } from "../permissions.ts";
  import * as d from "../runtime/decorators.ts";
  import { integer } from "../forms/fields.ts";
  import { LiveView } from "../runtime/live-view.ts";
  import { View } from "../runtime/view.ts";
  import type { Visitor } from "../runtime/visitor.ts";
  import * as models from "../shelves.ts";
  declare const visitor: Visitor;
  declare const perms: Perms;
  abstract class Live extends LiveView { mount() {} }
`;

/** Programs, each with what tsc has to say about it; null: nothing. */
const programs: Record<string, { code: string; error: RegExp | null }> = {
  "the right program compiles": {
    code: `visitor.hasPerm("shelf.view_shelf"); perms.shelf.view_shelf;
      export abstract class A extends Live {
        @d.eventHandler({ id: integer() })
        @d.permissionRequired(d.anyOf("shelf.add_shelf", "shelf.change_shelf"))
        @d.audited()
        async move({ id }: { id: number }) { await Promise.resolve(id); }
      }`,
    error: null,
  },
  "hasPerm with a misspelt permission does not": {
    code: `visitor.hasPerm("shelf.chnage_shelf");`,
    error: /"shelf\.chnage_shelf"' is not assignable/,
  },
  "a template with a stale permission does not": {
    code: `perms.shelf.can_lock_shelves;`,
    error: /'can_lock_shelves' does not exist/,
  },
  "a template with a stale label does not": {
    code: `perms.rack.view_rack;`,
    error: /'rack' does not exist/,
  },
  "a guard with a misspelt permission does not": {
    code: `d.permissionRequired(d.allOf("shelf.add_shelf", "shelf.ad_shelf"));`,
    error: /"shelf\.ad_shelf"' is not assignable/,
  },
  "an event handler on a class that is no LiveView does not": {
    code: `export class A extends View {
        @d.eventHandler() @d.loginIsEnough() move() {}
      }`,
    error: /error TS1270|error TS1241|error TS2345/,
  },
  "a handler whose params are of another type does not": {
    code: `export abstract class A extends Live {
        @d.eventHandler({ id: integer() }) @d.loginIsEnough() move({ id }: { id: string }) { id; }
      }`,
    error: /'number' is not assignable to type 'string'/,
  },
  "an object rule for another row than the class says does not": {
    code: `@d.objectRequired(models.Box, { key: "pk" })
      export class A extends View<models.ShelfRow> {}`,
    error: /error TS1238|is_locked/,
  },
  "a member rule about a column that is not there does not": {
    code: `d.memberRequired(models.Keeper, { object: "shelf", user: "user_id", otherwise: "/" });`,
    error: /"shelf"' is not assignable/,
  },
};

describe("tsc", () => {
  let folder: string;
  let output: string;

  beforeAll(async () => {
    const stub = join(packageRoot, "test/fixtures/runtime-stub/src");
    folder = await mkdtemp(join(stub, ".compile-"));
    for (const [index, { code }] of Object.values(programs).entries()) {
      await writeFile(join(folder, `program-${index}.ts`), header + code);
    }
    const config = {
      extends: join(packageRoot, "templates/typescript/tsconfig.json"),
      compilerOptions: { noUnusedLocals: false },
      include: ["*.ts"],
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(packageRoot, "node_modules/.bin/tsc");
    output = (await execa(tsc, ["-p", folder], { reject: false })).stdout;
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(Object.keys(programs).map((name, index) => [name, index] as const))(
    "%s",
    (name, index) => {
      const mine = output.split(/\n(?=\S)/).filter((line) => line.includes(`program-${index}.ts`));
      const { error } = programs[name] ?? {};
      if (error) expect(mine.join("\n")).toMatch(error);
      else expect(mine).toEqual([]);
    },
  );
});
