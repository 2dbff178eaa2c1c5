import { afterAll, beforeAll, describe, it } from "vitest";
import { startCounting, tooManySets } from "./count.ts";
import {
  apps,
  type AppMatrix,
  cellsOf,
  type Endpoint,
  endpoints,
  type Situation,
} from "./matrix.ts";
import { foreignScene, type Scene, setScene } from "./rows.ts";
import { inWords } from "./situations.ts";
import { openStage, type Stage } from "./stage.ts";
import { expectOutcome, writes } from "./visit.ts";

/** One test for each cell of the matrix. */
export function testCells(): void {
  const planned = apps.flatMap((app) =>
    app.endpoints.flatMap((endpoint) => setsOf(app, endpoint).flatMap(({ cells }) => cells)),
  );
  const count = startCounting("permissions", planned.length);
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());
  if (endpoints.length === 0) it.skip("has no endpoint to try");

  for (const app of apps) {
    for (const endpoint of app.endpoints) {
      if (endpoint.sampled) count.notVerified(tooManySets(endpoint.id));
      describe(endpoint.id, () => {
        // Rows are made once and made again only after a visit that may have changed them.
        let scene: Scene | null = null;
        const prepare = async () => {
          if (scene) return scene;
          await stage.clear();
          return (scene = await setScene(stage, endpoint));
        };
        for (const { when, cells, is } of setsOf(app, endpoint)) {
          for (const { name, visitor, outcome } of cells) {
            it(`${when}${name} · ${outcome}`, async ({ skip }) => {
              // What is written must not meet what earlier visitors left, and is not left to later ones.
              const changes = writes(endpoint) && outcome === "allow";
              if (changes) scene = null;
              const rows = await prepare();
              if (changes) scene = null;
              const foreign = when.startsWith("row of another");
              let other = foreign ? await foreignScene(stage, endpoint, rows) : rows;
              if (!other) {
                // Earlier visits may have taken the place.
                scene = null;
                other = await foreignScene(stage, endpoint, await prepare());
              }
              if (!other) {
                const reason = `There can be one ${endpoint.object?.model} only.`;
                count.untriable(endpoint.id, `${when}${name}`, reason);
                return skip(reason);
              }
              const visit = {
                endpoint,
                visitor,
                scene: other,
                missing: when.startsWith("row missing"),
                ...(is && { situation: is }),
              };
              const { hasEffect, hasRefused } = await expectOutcome(stage, visit, outcome);
              if (hasRefused) return count.refusal(endpoint.id);
              if (hasEffect || (outcome === "allow" && !writes(endpoint)))
                count.effect(endpoint.id);
              count.cell(endpoint.id, name);
            });
          }
        }
      });
    }
  }
}

function setsOf(
  app: AppMatrix,
  { expect, rows = [], when_missing, when_foreign }: Endpoint,
): { when: string; cells: ReturnType<typeof cellsOf>; is?: Situation }[] {
  return [
    { when: "", cells: cellsOf(app, expect) },
    ...rows.map((row) => {
      return { when: `${inWords(row.is)} · `, cells: cellsOf(app, row.expect), is: row.is };
    }),
    { when: "row missing · ", cells: cellsOf(app, when_missing) },
    { when: "row of another · ", cells: cellsOf(app, when_foreign) },
  ];
}
