/**
 * What the way in costs: the same spans over OTLP/HTTP (protobuf) and over OTLP/gRPC, in turns, to a Runline on PGlite until they are
 * acknowledged. CPU for a span in Runline, and spans a second. Trust the ratio. On Linux.
 *
 * Run: npx tsx --conditions=source bench/grpc.bench.ts
 */
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "../scripts/build.mjs";
import { startAdapter } from "../test-support/start-adapter.ts";
import { createSmallRuns } from "./support/create-traffic.ts";
import { readCpuUs } from "./support/read-cpu.ts";
import { sendBodies } from "./support/send-bodies.ts";
import { sendCalls } from "./support/send-calls.ts";

const CASES = [
  { title: "500 spans a request, 4 senders", senders: 4, createTraffic: () => createSmallRuns(500, 20, 25) },
  { title: "20 spans a request, 4 senders", senders: 4, createTraffic: () => createSmallRuns(250, 20, 1) },
];
const WAYS = [
  { name: "HTTP", send: sendBodies },
  { name: "gRPC", send: sendCalls },
];
const ROUNDS = 5;

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

await ensureBuilt();
const dataDir = await mkdtemp(join(tmpdir(), "runline-bench-"));
const adapter = await startAdapter(dataDir, { runsLong: true });
const [cpu] = cpus();
write(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpu?.model}, median of ${ROUNDS} rounds`,
);
for (const { send } of WAYS) await send(adapter.url, createSmallRuns(500, 20, 25).bodies, 4); // until all is compiled
for (const { title, senders, createTraffic } of CASES) {
  const cpuUs = WAYS.map((): number[] => []);
  const rates = WAYS.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, { send }] of WAYS.entries()) {
      const { bodies, spans } = createTraffic();
      const [before, startedAt] = [readCpuUs(adapter.pid), performance.now()];
      await send(adapter.url, bodies, senders);
      rates[index]?.push((spans / (performance.now() - startedAt)) * 1000);
      cpuUs[index]?.push((readCpuUs(adapter.pid) - before) / spans);
    }
  }
  write(`\n${title}, load ${loadavg()[0]?.toFixed(1)}`);
  const [http = Number.NaN] = cpuUs.map(median);
  for (const [index, { name }] of WAYS.entries()) {
    const us = median(cpuUs[index] ?? []);
    const rate = median(rates[index] ?? []);
    write(`${name}  ${us.toFixed(0)} µs of CPU a span (${(us / http).toFixed(2)} of HTTP), ${rate.toFixed(0)} spans/s`);
  }
}
await adapter.stop();
await rm(dataDir, { recursive: true });
