import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";
import { leftOut } from "./test/support/machine.ts";
import { runtimeStub } from "./test/support/runtime-stub.ts";
import { PROJECTS } from "./test/support/test-projects.ts";

const { browser, postgres, proofs } = PROJECTS;

const project = (
  name: string,
  include: readonly string[],
  exclude: readonly string[],
): TestProjectConfiguration => ({
  extends: true,
  test: {
    name,
    include: include.map((pattern) => pattern.replace(/\*\*$/, "**/*.test.ts")),
    exclude: [...exclude],
  },
});

export default defineConfig(async () => {
  const missing = new Set((await leftOut()).map((each) => each.project));
  const unusable = Object.entries(PROJECTS).flatMap(([name, files]) =>
    missing.has(name as keyof typeof PROJECTS) ? files : [],
  );
  return {
    plugins: [runtimeStub()],
    test: {
      globalSetup: ["test/support/build-command.ts"],
      setupFiles: ["test/support/cpu-time.ts"],
      reporters: ["default", "./test/support/cpu-budget.ts"],
      env: { XDG_STATE_HOME: join(tmpdir(), "spire-test-state") },
      // On two cores vitest would leave one to itself, which hardly needs it.
      maxWorkers: "100%",
      testTimeout: 60_000,
      hookTimeout: 300_000,
      projects: [
        // The tests under templates/ belong to generated projects and run there.
        project("main", ["test/**"], [...browser, ...postgres, ...proofs]),
        project("browser", browser, [...proofs, ...unusable]),
        project("postgres", postgres, [...proofs, ...unusable]),
        project("proofs", proofs, unusable),
      ],
    },
  };
});
