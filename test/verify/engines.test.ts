import { expect, test } from "vitest";
import { wrongEngines } from "../../verify/engines.ts";

const asking = (name: string, node: unknown) => ({
  dir: `/x/${name}`,
  json: { name, version: "2.0.0", engines: { node: node as string } },
});

test("a package that was made for another Node is named, with the way to keep it out", () => {
  const packages = [asking("old", ">=18"), asking("cookie", ">=22"), asking("odd", 7)];
  const [sentence, hint, ...more] = wrongEngines(packages, "20.20.2");
  expect(sentence).toBe("cookie 2.0.0: it asks for Node >=22, and this is 20.20.2.");
  expect(hint).toContain("pnpm-workspace.yaml");
  expect(more).toEqual([]);
  expect(wrongEngines(packages, "22.0.0")).toEqual([]);
});

test("of many such packages a few are named", () => {
  const packages = Array.from({ length: 30 }, (_, index) => asking(`p${index}`, ">=99"));
  expect(wrongEngines(packages)).toHaveLength(7);
  expect(wrongEngines(packages)[5]).toBe("… and 25 more such packages.");
});
