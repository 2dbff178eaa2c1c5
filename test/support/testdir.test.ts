import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readTree } from "./read-tree.ts";
import { testdir } from "./testdir.ts";

describe("a temporary project folder", () => {
  const shared = testdir({ "spire.yaml": "spire: 1\n" });
  let ofOneTest = "";

  test("holds exactly the files that were asked for", () => {
    ofOneTest = testdir({ "a/b.txt": "1", "c.txt": "2" });
    expect(readTree(ofOneTest)).toEqual({ "a/b.txt": "1", "c.txt": "2" });
  });

  test("is gone when its test is over, or its suite when no test made it", () => {
    expect(ofOneTest).not.toBe("");
    expect(existsSync(ofOneTest)).toBe(false);
    expect(existsSync(shared)).toBe(true);
  });
});
