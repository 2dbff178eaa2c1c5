import "#node-version";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where each test file leaves its counts. */
    proofFolder: string;
  }
}

/** What was tried and held, as `spire verify` reports it. */
export interface Proof {
  endpoints: number;
  visitors: number;
  cells: number;
  controls: number;
  /** Test files that have tried all that they are there for. */
  complete: string[];
  /** Endpoints whose body refused everybody whom the guard let in. */
  refused: string[];
  /** What else no test can judge, a sentence each. */
  notVerified: string[];
}

/** Runs once around all test files: adds up what they counted. */
export default function setUp(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "proof-"));
  project.provide("proofFolder", folder);
  return () => {
    const parts = readdirSync(folder).map(
      (file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as PartOfProof,
    );
    rmSync(folder, { recursive: true });
    const distinct = (name: "endpoints" | "visitors") =>
      new Set(parts.flatMap((part) => part[name])).size;
    const sum = (name: "cells" | "controls") =>
      parts.reduce((total, part) => total + part[name], 0);
    const proof: Proof = {
      endpoints: distinct("endpoints"),
      visitors: distinct("visitors"),
      cells: sum("cells"),
      controls: sum("controls"),
      complete: parts.flatMap((part) => part.complete),
      refused: parts.flatMap((part) => part.refused),
      notVerified: parts.flatMap((part) => part.notVerified),
    };
    writeFileSync(join(project.config.root, ".spire-proof.json"), `${JSON.stringify(proof)}\n`);
    if (proof.cells === 0) return; // as in a run of the attacks alone
    process.stdout.write(
      `\nPermission matrix: ${proof.cells} cells held (${proof.endpoints} endpoints, ` +
        `${proof.visitors} kinds of visitor, ${proof.controls} controls).\n`,
    );
  };
}

export interface PartOfProof extends Omit<Proof, "endpoints" | "visitors"> {
  endpoints: string[];
  visitors: string[];
}

/** Leaves a test file's counts for the sum. */
export function leaveProof(folder: string, part: PartOfProof): void {
  writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(part));
}
