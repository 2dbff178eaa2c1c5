import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { runtimeStub } from "./test/support/runtime-stub.ts";

export default defineConfig({
  plugins: [runtimeStub()],
  test: {
    // The tests under templates/ belong to generated projects and run there.
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/build-command.ts"],
    env: { XDG_STATE_HOME: join(tmpdir(), "spire-test-state") },
    testTimeout: 30_000,
    hookTimeout: 300_000,
  },
});
