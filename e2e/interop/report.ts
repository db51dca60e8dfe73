/** What the test says on stdout: a line for each step and each check, and one that counts them. */
export interface Report {
  /** Says what goes on during the seconds that follow. */
  step(text: string): void;
  /** Prints `ok …` or `FAILED …`; `detail` is the number or the message that decided. */
  check(claim: string, passed: boolean, detail: string): void;
  /** Prints `N passed, N failed` and returns the exit code. */
  finish(): number;
}

/** Makes a report that writes to stdout. */
export function createReport(): Report {
  const startedAt = Date.now();
  let passed = 0;
  let failed = 0;

  function elapsed(): string {
    return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`.padStart(8);
  }

  return {
    step(text) {
      write(`${elapsed()}  … ${text}`);
    },
    check(claim, isPassed, detail) {
      if (isPassed) passed += 1;
      else failed += 1;
      write(`${isPassed ? "ok" : "FAILED"} ${claim} (${detail})`);
    },
    finish() {
      write(`${passed} passed, ${failed} failed`);
      return failed === 0 && passed > 0 ? 0 : 1;
    },
  };
}

/** Writes one line to stdout. */
export function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
