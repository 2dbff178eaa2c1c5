// Writes schema/manifest.types.ts from schema/manifest.schema.json. A test fails when they differ.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";
import { format } from "prettier";

const schemaFile = new URL("../schema/manifest.schema.json", import.meta.url);
const typesFile = new URL("../schema/manifest.types.ts", import.meta.url);

/** The whole text of schema/manifest.types.ts. */
export async function manifestTypes() {
  const schema = JSON.parse(await readFile(schemaFile, "utf8"));
  // `{}` allows any value, which the compiler takes for an object.
  schema.$defs.LongField.properties.default.tsType = "unknown";
  const banner =
    "/** The manifest as written. Made from manifest.schema.json by `npm run generate:types`. */";
  const source = await compile(schema, "Manifest", {
    additionalProperties: false,
    bannerComment: banner,
    format: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
  });
  // The compiler's note of where it found each type says nothing to a reader.
  const lean = source
    .replaceAll(/ \* This interface was referenced by .*\n \* via the .*\n/g, "")
    .replaceAll(/ \* *\n \*\//g, " */");
  return await format(lean, { parser: "typescript", printWidth: 100 });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(typesFile, await manifestTypes());
}
