import { once } from "node:events";
import { createServer } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import { startTelemetry } from "@runline/instrumentation/node";
import { expect, it, onTestFinished, vi } from "vitest";
import { openSpanSink } from "../../../instrumentation/test/support/span-sink.ts";
import { getPort } from "../../../test-support/get-port.ts";
import { takePort } from "../../../test-support/take-port.ts";

const RUNS = 10_000;
const SPANS_OF_A_RUN = 3;
/** As the README says: so many spans wait, and so many more may be in the request that is under way. */
const MAX_KEPT = 8_192;
const MAX_BATCH = 512;

it("of tens of thousands of spans while nothing listens, the newest are delivered later and the others reported lost", async () => {
  const taken = await takePort();
  await taken.free();
  const { delivered, lost, notices } = await endSpansDuringOutage(taken.port, async () => undefined);
  expect(delivered + lost).toBe(RUNS * SPANS_OF_A_RUN);
  expect(delivered).toBeGreaterThanOrEqual(MAX_KEPT);
  expect(delivered).toBeLessThanOrEqual(MAX_KEPT + MAX_BATCH);
  expect(notices).toEqual([expect.any(String), expect.stringContaining("delivers spans")]);
});

it("of tens of thousands of spans while nobody answers, the newest are delivered later and the others reported lost", async () => {
  const silent = createServer(() => undefined);
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { delivered, lost, notices } = await endSpansDuringOutage(getPort(silent), async () => {
    silent.closeAllConnections();
    silent.close();
    await once(silent, "close");
  });
  expect(delivered + lost).toBe(RUNS * SPANS_OF_A_RUN);
  expect(delivered).toBeGreaterThanOrEqual(MAX_KEPT);
  expect(delivered).toBeLessThanOrEqual(MAX_KEPT + MAX_BATCH);
  expect(notices).toEqual([expect.any(String), expect.stringContaining("delivers spans")]);
});

/** Ends spans while the receiver on this port is out of order; then a good one takes its place. */
async function endSpansDuringOutage(port: number, endOutage: () => Promise<void>) {
  const notices = collectNotices();
  const { runTracer, flush, shutdown } = startTelemetry({ endpoint: `http://127.0.0.1:${port}`, flushOnExit: false });
  onTestFinished(() => shutdown());
  for (let run = 1; run <= RUNS; run += 1) {
    runTracer.withRun({}, () => {
      runTracer.withAction({ name: "LOOK_UP" }, () => runTracer.startModelCall().end());
    });
    if (run % 500 === 0) await nextTurn();
  }

  await endOutage();
  const sink = await openSpanSink(port);
  onTestFinished(() => sink.close());
  await vi.waitFor(
    async () => {
      await flush();
      expect(notices).toHaveLength(2);
    },
    { timeout: 60_000, interval: 100 },
  );
  const delivered = new Set(sink.spans.filter(({ hasEnd }) => hasEnd).map(({ spanId }) => spanId)).size;
  return { delivered, lost: Number(/lost: (\d+)/.exec(notices[1] ?? "")?.[1]), notices };
}

function collectNotices(): string[] {
  const notices: string[] = [];
  const listener = ({ name, message }: Error): void => {
    if (name === "RunlineWarning") notices.push(message);
  };
  process.on("warning", listener);
  onTestFinished(() => void process.off("warning", listener));
  return notices;
}
