import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Tests read the TypeScript sources through the "source" export condition, so that no build has to be fresh; what they start as a
// process of its own is the build while that is fresh (test-support/workspace-code.ts).
const resolve = { conditions: ["source"] };
const ssr = { resolve: { conditions: ["source", "node"], externalConditions: ["source"] } };

/** What is waited for comes in milliseconds, and after seconds on a busy machine. */
const poll = { timeout: 15_000 };
/** A test that checks nothing fails. In a browser, waiting for what must appear is a check of its own. */
const expect = { requireAssertions: true, poll };

/**
 * Tests of real servers, databases and browsers are tried once more when they fail: one of 4,000 that is overtaken by a busy machine would
 * hide the others. Whoever passes only then is told as flaky at the end, and is a defect to be mended.
 */
const retry = 1;

/** Of the tests of parts, those about what a process has once: its memory, and the globals of OpenTelemetry. */
const ALONE = ["collector-adapter/test/**/*-memory.test.ts", "instrumentation/test/**/*.test.ts"];

const parts = {
  // The process that the adapter starts for large bodies reads the sources as well.
  execArgv: ["--import", "tsx", "--conditions=source"],
  environment: "node",
  expect,
  retry,
  // A database of its own for some files, and a process or two: seconds each, and a minute on a machine with ten times as much to do
  // as it has cores.
  hookTimeout: 120_000,
  testTimeout: 120_000,
};

export default defineConfig({
  resolve,
  ssr,
  test: {
    reporters: ["./scripts/test-reporter.mjs"],
    globalSetup: "test-support/shared-parts.ts",
    // One file more than there are cores: a file of real parts uses two thirds of a core, since it waits for what it has started.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: "unit",
          isolate: false, // nothing here leaves anything behind: half the time
          include: ["{contract,instrumentation,collector-adapter}/src/**/*.test.ts", "scripts/**/*.test.ts"],
          environment: "node",
          expect,
          testTimeout: 30_000, // for property tests on a busy machine
        },
      },
      {
        root: "./viewer",
        resolve,
        ssr,
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        // The few files that touch the DOM ask for one themselves (`@vitest-environment`): making a DOM takes 2 s.
        test: { name: "viewer", isolate: false, include: ["src/**/*.test.{ts,tsx}"], environment: "node", expect },
      },
      {
        resolve,
        ssr,
        test: {
          name: "parts",
          ...parts,
          // PGlite is compiled once and quickly, not a second time for speed: a tenth less CPU in files that open it, long ones as well.
          execArgv: ["--liftoff-only", ...parts.execArgv],
          isolate: false, // starting a worker and reading the adapter's code takes 1.6 s of CPU
          unstubEnvs: true,
          include: ["collector-adapter/test/**/*.test.ts"],
          exclude: ALONE,
        },
      },
      {
        resolve,
        ssr,
        // Each in a process of its own: what others have left to the garbage collector would be measured as well.
        test: { name: "alone", ...parts, include: ALONE },
      },
      {
        resolve,
        ssr,
        test: {
          name: "e2e",
          isolate: false, // what has a state runs in processes of its own
          include: ["e2e/**/*.test.ts"],
          environment: "node",
          expect: { poll },
          retry,
          hookTimeout: 180_000,
          testTimeout: 120_000,
        },
      },
    ],
  },
});
