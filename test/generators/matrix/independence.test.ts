import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, it } from "vitest";
import { packageRoot } from "../../../schema/package-root.ts";

it("shares no code with the resolver: it imports types alone from outside its folder", () => {
  const folder = join(packageRoot, "generators", "matrix");
  const files = readdirSync(folder);
  const imports = files.flatMap((file) => {
    const { module } = parseSync(file, readFileSync(join(folder, file), "utf8"));
    expect(module.dynamicImports, file).toEqual([]);
    return module.staticImports.map(({ moduleRequest, entries }) => ({
      file,
      from: moduleRequest.value,
      typesOnly: entries.length > 0 && entries.every((entry) => entry.isType),
    }));
  });
  const outside = imports.filter(({ from }) => !from.startsWith("./"));
  expect(outside.length).toBeGreaterThan(0);
  for (const { from, typesOnly } of outside) {
    expect({ from, typesOnly }).toEqual({
      from: "../../schema/manifest.types.ts",
      typesOnly: true,
    });
  }
});
