import { once } from "node:events";
import { createServer } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import { startTelemetry } from "@runline/instrumentation/node";
import { expect, it, onTestFinished, vi } from "vitest";
import { openSpanSink } from "../../../instrumentation/test/support/span-sink.ts";
import { getPort } from "../../../test-support/get-port.ts";
import { recordRun, SPANS_OF_A_RUN } from "../../../test-support/record-run.ts";
import { takePort } from "../../../test-support/take-port.ts";

const RUNS = 500;
/** Fewer than all spans of these runs. */
const MAX_KEPT = 8_192;
const MAX_BATCH = 512;

it("all spans of 500 runs with three actions wait while nothing listens, and are delivered later", async () => {
  const taken = await takePort();
  await taken.free();
  const { delivered, lost, notices } = await endSpansDuringOutage(taken.port, (told) =>
    // Else a receiver that comes at once is found by the first try again, and nobody is told of an outage.
    vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 50_000 }),
  );
  expect({ delivered, lost }).toEqual({ delivered: RUNS * SPANS_OF_A_RUN, lost: 0 });
  expect(notices).toEqual([expect.any(String), expect.stringContaining("delivers spans")]);
});

it("while nobody answers, as many spans wait as OTEL_BSP_MAX_QUEUE_SIZE says, the newest, and the others are reported lost", async () => {
  vi.stubEnv("OTEL_BSP_MAX_QUEUE_SIZE", String(MAX_KEPT));
  onTestFinished(() => void vi.unstubAllEnvs());
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
async function endSpansDuringOutage(port: number, endOutage: (notices: readonly string[]) => Promise<void>) {
  const notices = collectNotices();
  const { runTracer, flush, shutdown } = startTelemetry({ endpoint: `http://127.0.0.1:${port}`, flushOnExit: false });
  onTestFinished(() => shutdown());
  for (let run = 1; run <= RUNS; run += 1) {
    recordRun(runTracer);
    if (run % 20 === 0) await nextTurn();
  }

  await endOutage(notices);
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
