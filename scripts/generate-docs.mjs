// Writes docs/diagnostics.md from schema/codes.ts. A test fails when they differ.
// Run with tsx: `npm run generate:docs`.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { CODES } from "../schema/codes.ts";

const docsFile = new URL("../docs/diagnostics.md", import.meta.url);

const FAMILIES = [
  ["SP0", "Reading the files"],
  ["SP1", "The shape of the manifest"],
  ["SP2", "Permissions, cascades, roles and links"],
  ["SP3", "Models, views, rows and effects"],
  ["SP4", "Names in the generated code"],
];

/** The whole text of docs/diagnostics.md. */
export async function diagnosticsPage() {
  const sections = FAMILIES.map(([prefix, title]) => {
    const codes = Object.entries(CODES).filter(([code]) => code.startsWith(prefix));
    return [`## ${title}`, ...codes.map(([code, rule]) => entry(code, rule))].join("\n\n");
  });
  const page = `# Diagnostics

What spire says about a manifest. Every diagnostic names its code, the file, line and column, and
what to do; all of them come in one run. Nothing is written while there is an error. Codes are
stable: none is ever used for something else.

Findings marked _acceptable_ can be accepted in writing, on an app or a view:
\`allow: { SP204: the reason }\`. The permission matrix lists them.

This page is written from the table that the program uses, \`schema/codes.ts\`.

${sections.join("\n\n")}
`;
  return await format(page, { parser: "markdown", printWidth: 100 });
}

function entry(code, { title, severity, acceptable, explanation, example }) {
  const marks = [severity, ...(acceptable ? ["acceptable"] : [])].join(", ");
  return `### ${code}: ${title}\n\n_${marks}_\n\n${explanation}\n\n\`\`\`yaml\n${example}\n\`\`\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(new URL(".", docsFile), { recursive: true });
  await writeFile(docsFile, await diagnosticsPage());
}
