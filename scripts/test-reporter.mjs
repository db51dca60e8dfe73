import { DefaultReporter } from "vitest/node";
import { MAX_SILENCE_MS } from "./say-while.mjs";

/**
 * Tells how far a test run is: one line per file with `n/m` and its time, the files under way when nothing else is said for
 * 10 s, the failures, what passed only when it was tried again, and as the last line `N passed, N failed`, in a form that any tool can read.
 */
export default class TestReporter extends DefaultReporter {
  #done = 0;
  #total = 0;
  #underWay = new Map();
  #silence;

  constructor() {
    super({ summary: false });
  }

  onTestRunStart(specifications) {
    super.onTestRunStart(specifications);
    this.#done = 0;
    this.#total = specifications.length;
    this.#underWay.clear();
    this.#waitForWord();
  }

  onTestModuleQueued(testModule) {
    super.onTestModuleQueued(testModule);
    this.#underWay.set(testModule.id, { name: testModule.relativeModuleId, since: performance.now() });
  }

  /** One line per file; of a file that failed also its tests that did. */
  printTestModule(testModule) {
    const { since = performance.now() } = this.#underWay.get(testModule.id) ?? {};
    this.#underWay.delete(testModule.id);
    this.#done++;
    const tests = [...testModule.children.allTests()];
    const failed = tests.filter((test) => test.result().state === "failed");
    const flaky = tests.filter((test) => test.diagnostic()?.flaky);
    const skipped = tests.filter((test) => test.result().state === "skipped");
    const counts = [
      `${tests.length} tests`,
      failed.length > 0 && `${failed.length} failed`,
      flaky.length > 0 && `${flaky.length} flaky`,
      skipped.length > 0 && `${skipped.length} skipped`,
    ].filter(Boolean);
    const sign = testModule.ok() ? "✓" : "✗";
    const place = `${this.#done}/${this.#total}`.padStart(7);
    this.log(`${place} ${sign} ${formatSeconds(since)} ${this.relative(testModule.moduleId)} (${counts.join(", ")})`);
    for (const { fullName } of failed) this.log(`${" ".repeat(8)}✗ ${fullName}`);
    this.#waitForWord();
  }

  onTestRunEnd(testModules, unhandledErrors, reason) {
    clearInterval(this.#silence);
    super.onTestRunEnd(testModules, unhandledErrors, reason);
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const testModule of testModules) {
      const tests = [...testModule.children.allTests()];
      for (const test of tests) if (test.diagnostic()?.flaky) this.#tellFlaky(test);
      const states = tests.map((test) => test.result().state);
      const failedTests = states.filter((state) => state === "failed").length;
      passed += states.filter((state) => state === "passed").length;
      // A file that fails before its tests do, in a hook or while it is read, counts as well.
      failed += failedTests === 0 && !testModule.ok() ? 1 : failedTests;
    }
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  }

  #tellFlaky(test) {
    const [first] = test.result().errors ?? [];
    this.log(`Flaky: passed only when it was tried again: ${this.relative(test.module.moduleId)} > ${test.fullName}`);
    if (first === undefined) return;
    this.log(first.stack ?? first.message);
    if (first.diff) this.log(first.diff);
  }

  #waitForWord() {
    clearInterval(this.#silence);
    this.#silence = setInterval(() => {
      const names = [...this.#underWay.values()].map(({ name, since }) => `${name} (${formatSeconds(since).trim()})`);
      this.log(`${" ".repeat(8)}… ${names.join(", ") || "a worker starts"}`);
    }, MAX_SILENCE_MS);
    this.#silence.unref();
  }
}

function formatSeconds(since) {
  return `${((performance.now() - since) / 1_000).toFixed(1).padStart(5)} s`;
}
