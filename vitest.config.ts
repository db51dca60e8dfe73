import { defineConfig } from "vitest/config";

// Tests read the TypeScript sources through the "source" export condition, so that no build has to be fresh.
const resolve = { conditions: ["source"] };
const ssr = { resolve: { conditions: ["source", "node"], externalConditions: ["source"] } };

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/closing-line-reporter.mjs"],
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: "node",
          include: ["{contract,instrumentation,collector-adapter}/{src,test}/**/*.test.ts", "scripts/**/*.test.ts"],
          environment: "node",
          globalSetup: "collector-adapter/test/support/global-setup.ts",
          // A PGlite or Postgres of its own for each file: the first start takes 3 to 8 s on a small machine.
          hookTimeout: 60_000,
          testTimeout: 30_000,
        },
      },
      {
        root: "./viewer",
        resolve,
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        test: { name: "viewer", include: ["src/**/*.test.{ts,tsx}"], environment: "happy-dom" },
      },
      {
        resolve,
        ssr,
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          environment: "node",
          hookTimeout: 180_000,
          testTimeout: 120_000,
        },
      },
    ],
  },
});
