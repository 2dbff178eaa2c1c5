import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type CompletionItem,
  type CompletionList,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { packageRoot } from "../../schema/package-root.ts";
import { testdir } from "../support/testdir.ts";

/** The real yaml-language-server, with a manifest as an editor opens it. */

const SCHEMA = readFileSync(join(packageRoot, "schema", "manifest.schema.json"), "utf8");
const MODELINE = "# yaml-language-server: $schema=.spire/manifest.schema.json\n";

let server: ChildProcess;
let connection: ProtocolConnection;
const published = new Map<string, (diagnostics: Diagnostic[]) => void>();

beforeAll(async () => {
  const command = join(packageRoot, "node_modules/yaml-language-server/bin/yaml-language-server");
  server = spawn(process.execPath, [command, "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
  connection = createProtocolConnection(
    new StreamMessageReader(server.stdout as NonNullable<typeof server.stdout>),
    new StreamMessageWriter(server.stdin as NonNullable<typeof server.stdin>),
  );
  connection.onRequest("workspace/configuration", ({ items }: { items: { section: string }[] }) =>
    items.map(({ section }) =>
      section === "yaml"
        ? { validate: true, completion: true, hover: true, schemaStore: { enable: false } }
        : {},
    ),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.onNotification(
    "textDocument/publishDiagnostics",
    ({ uri, diagnostics }: PublishDiagnosticsParams) => published.get(uri)?.(diagnostics),
  );
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      workspace: { configuration: true },
      textDocument: {
        completion: { completionItem: { snippetSupport: true } },
        publishDiagnostics: {},
      },
    },
  });
  await connection.sendNotification("initialized", {});
});

afterAll(async () => {
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  connection.dispose();
  server.kill();
});

/** Opens a manifest; `|` in the text is the cursor. */
async function open(marked: string) {
  const at = marked.indexOf("|");
  const text = MODELINE + marked.replace("|", "");
  const before = MODELINE + (at === -1 ? marked : marked.slice(0, at));
  const dir = testdir({ "spire.yaml": text, ".spire/manifest.schema.json": SCHEMA });
  const uri = pathToFileURL(join(dir, "spire.yaml")).href;
  const diagnostics = new Promise<Diagnostic[]>((resolve) => published.set(uri, resolve));
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "yaml", version: 1, text },
  });
  const lines = before.split("\n");
  const position = { line: lines.length - 1, character: (lines.at(-1) as string).length };
  return { uri, position, diagnostics: await diagnostics };
}

async function completionsIn(marked: string): Promise<string[]> {
  const { uri, position } = await open(marked);
  const result = await connection.sendRequest<CompletionList | CompletionItem[] | null>(
    "textDocument/completion",
    { textDocument: { uri }, position },
  );
  const items = Array.isArray(result) ? result : (result?.items ?? []);
  return items.map(({ label }) => label);
}

test("an editor completes the keys of a view", async () => {
  const labels = await completionsIn(`spire: 1
project: { name: p }
apps:
  inventory:
    views:
      list:
        kind: list
        |
`);
  expect(labels).toEqual(expect.arrayContaining(["permission", "links", "path", "public"]));
  expect(labels).not.toContain("kind");
});

test("an editor completes the kinds of view", async () => {
  const labels = await completionsIn(`spire: 1
project: { name: p }
apps:
  inventory:
    views:
      list:
        kind: |
`);
  expect(labels).toEqual(
    expect.arrayContaining(["list", "detail", "create", "update", "delete", "action", "live"]),
  );
});

test("an editor marks what the schema refuses, at its place", async () => {
  const { diagnostics } = await open(`spire: 1
project: { name: p }
apps:
  inventory:
    views:
      list: { kind: list, premission: view_inventory }
      detail: { kind: detial }
`);
  const found = diagnostics
    .map(({ range, message }) => ({ line: range.start.line, message }))
    .sort((a, b) => a.line - b.line);
  expect(found).toEqual([
    { line: 6, message: expect.stringContaining("premission") },
    { line: 7, message: expect.stringContaining("detail") },
  ]);
});

test.each(["team", "warehouse"])(
  "an editor finds nothing wrong in the example %s",
  async (name) => {
    const text = readFileSync(join(packageRoot, "examples", name, "spire.yaml"), "utf8");
    const { diagnostics } = await open(text.replace(/^# yaml-language-server:.*\n/, ""));
    expect(diagnostics).toEqual([]);
  },
);

test("an editor checks an included file by its own part of the schema", async () => {
  const dir = testdir({ ".spire/manifest.schema.json": SCHEMA, "apps/x.yaml": "" });
  const uri = pathToFileURL(join(dir, "apps", "x.yaml")).href;
  const schema = "../.spire/manifest.schema.json#/$defs/IncludeManifest";
  const text = `# yaml-language-server: $schema=${schema}\napps:\n  a: { lable: b }\n`;
  const diagnostics = await new Promise<Diagnostic[]>((resolve) => {
    published.set(uri, resolve);
    void connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "yaml", version: 1, text },
    });
  });
  expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining("lable")]);
});

test("an editor explains a key", async () => {
  const { uri, position } = await open("spire: 1\nproject:\n  login|_url: /login/\n  name: p\n");
  const hover = await connection.sendRequest<Hover | null>("textDocument/hover", {
    textDocument: { uri },
    position,
  });
  expect(JSON.stringify(hover?.contents)).toContain("visitors who are not logged in");
});
