import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The tests under templates/ belong to generated projects and run there.
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/build-command.ts"],
    testTimeout: 30_000,
    hookTimeout: 300_000,
  },
});
