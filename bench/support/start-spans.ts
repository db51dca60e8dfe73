import { sendSpans } from "../../collector-adapter/test/support/send-spans.ts";
import { createTestRun } from "../../collector-adapter/test/support/test-run.ts";

const SPANS_OF_RUN = 20;
const SEND_EVERY_MS = 100;

/** Sends runs of 20 spans that have just ended, so many spans a second as are asked for, or as many as are taken. */
export function startSpans(url: string, spansPerSecond: number): { stop(): Promise<number> } {
  const startedAt = performance.now();
  const ending = new AbortController();
  let sent = 0;
  async function work(): Promise<void> {
    while (!ending.signal.aborted) {
      const due = ((performance.now() - startedAt) / 1000) * spansPerSecond - sent;
      const runs = Math.min(50, Math.floor(due / SPANS_OF_RUN));
      if (runs === 0) {
        await new Promise((resolve) => setTimeout(resolve, SEND_EVERY_MS));
        continue;
      }
      const response = await sendSpans(url, Array.from({ length: runs }, createRun).flat());
      if (response.status === 200) sent += runs * SPANS_OF_RUN;
      await response.arrayBuffer();
    }
  }
  const working = work();
  return {
    async stop() {
      ending.abort();
      await working;
      return sent / ((performance.now() - startedAt) / 1000);
    },
  };
}

function createRun() {
  const run = createTestRun({ startedAt: Date.now() - 1_000 });
  const calls = Array.from({ length: SPANS_OF_RUN - 1 }, (_, index) =>
    run.modelCall({ from: index * 10, to: index * 10 + 9 }),
  );
  return [run.root({ to: 900 }), ...calls];
}
