import { defineConfig } from "vitest/config";
import { runtimeStub } from "./test/support/runtime-stub.ts";

export default defineConfig({
  plugins: [runtimeStub()],
  test: {
    // The tests under templates/ belong to generated projects and run there.
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/build-command.ts"],
    testTimeout: 30_000,
    hookTimeout: 300_000,
  },
});
