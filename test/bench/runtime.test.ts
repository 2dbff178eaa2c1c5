import { beforeAll, describe, expect, test } from "vitest";
import { measureIdlePages } from "../../bench/runtime/idle-pages.ts";
import { login } from "../../bench/runtime/login.ts";
import { measureThroughput } from "../../bench/runtime/measure.ts";
import { pageLoad } from "../../bench/runtime/page-load.ts";
import { type BenchProjects, buildProjects } from "../../bench/runtime/project.ts";
import { type BenchServer, startServer } from "../../bench/runtime/server-process.ts";
import { scratchDatabase } from "../support/scratch-database.ts";
import { testdir } from "../support/testdir.ts";

let projects: BenchProjects;
beforeAll(async () => {
  projects = await buildProjects(testdir());
});

describe("on PGlite", () => {
  let server: BenchServer;
  beforeAll(async () => {
    server = await startServer(projects, null);
    return () => server.stop();
  });

  test("all three variants show a worker the rows, and only the guarded one denies a stranger", async () => {
    const answered = async (url: string, cookie: string): Promise<[number, boolean]> => {
      const answer = await fetch(`${url}/notes/`, { headers: { cookie }, redirect: "manual" });
      return [answer.status, (await answer.text()).includes("Note 20")];
    };
    const { guarded, unguarded, bare } = server.urls;
    const worker = await login(guarded, 0);
    for (const url of [guarded, unguarded, bare]) {
      expect(await answered(url, worker)).toEqual([200, true]);
    }
    const forged = worker.replace(/session=[^;]+/, "session=forged");
    expect(await answered(guarded, forged)).toEqual([302, false]);
    expect(await answered(unguarded, forged)).toEqual([200, true]);
    expect(await answered(bare, forged)).toEqual([200, true]);
  });

  test("a run compares pages and events of all three variants", async () => {
    const effort = { rounds: 1, seconds: 0.2, warmUp: 0.1, connections: [2], sockets: [1, 5] };
    const comparisons = await measureThroughput(server, effort);
    expect(comparisons.map(({ name }) => name)).toEqual([
      "pages, 2 connections",
      "events, 1 socket",
      "events, 5 sockets",
    ]);
    for (const { name, perSecond, cpu, throughputRatio } of comparisons) {
      const figures = [
        perSecond.bare,
        perSecond.unguarded,
        perSecond.guarded,
        cpu.guarded,
        throughputRatio,
      ];
      for (const { median } of figures) expect(median, name).toBeGreaterThan(0);
    }
  });

  test("an answer that is not the page that was asked for stops the run", async () => {
    const { guarded } = server.urls;
    const load = (cookies: string[]) => pageLoad(`${guarded}/notes/`, cookies, 1, 2)(0.1);
    await expect(load(["session=forged"])).rejects.toThrow(/answers that were no page/);
    await expect(load([await login(guarded, 1)])).rejects.toThrow(/that were another one/);
  });
});

test("on PostgreSQL open pages answer an event, and all are told of a revocation", async () => {
  const server = await startServer(projects, await scratchDatabase());
  try {
    const idle = await measureIdlePages(server, 30);
    expect(idle.pages).toBe(30);
    expect(idle.revocationToAll).toBeGreaterThan(0);
  } finally {
    await server.stop();
  }
});
