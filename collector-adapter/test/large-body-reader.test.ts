import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gzipSync, gunzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { FRAME, toFrame } from "../src/ingest/frames.ts";
import { createLargeBodyReader, type SentBody } from "../src/ingest/large-body-reader.ts";
import { createMemoryBudget } from "../src/ingest/memory-budget.ts";
import { readSpans, type ReadRequest } from "../src/ingest/read-spans.ts";
import { encodeJson } from "./support/otlp-encoder.ts";
import { toTraceRequest } from "./support/test-span.ts";
import { createTestRun } from "./support/test-run.ts";

const FIXTURES = new URL("./fixtures/foreign/", import.meta.url);
const reserve = () => createMemoryBudget().reserve();

function toBody(bytes: Buffer, more: Partial<SentBody> = {}): SentBody {
  return { signal: "traces", bytes, encoding: "json", contentEncoding: "identity", isGone: () => false, ...more };
}

/** What was read, with the spans as they are stored, lane by lane. */
function toResult({ parts, ...summary }: ReadRequest) {
  const inLanes = parts.toSorted((a, b) => a.lane - b.lane);
  return {
    ...summary,
    days: [...new Set(inLanes.map(({ day }) => day))],
    spans: parts.reduce((sum, part) => sum + part.spans, 0),
    records: inLanes.flatMap((part) => part.read()),
  };
}

/** More objects than a heap of 32 MiB can hold. */
const MANY_OBJECTS = Buffer.concat([Buffer.from('{"x":[{}'), Buffer.alloc(9 * 1024 * 1024, ",{}"), Buffer.from("]}")]);

describe("the process that reads large bodies", () => {
  test("reads the recorded bodies of all instrumentations as this one does", async () => {
    const reader = createLargeBodyReader();
    const names = readdirSync(FIXTURES).filter((name) => /\.(json|pb)\.gz$/.test(name));
    expect(names.length).toBeGreaterThan(15);
    for (const name of names) {
      const bytes = readFileSync(new URL(name, FIXTURES));
      const encoding = name.includes(".json") ? "json" : "protobuf";
      const read = await reader.read(toBody(bytes, { encoding, contentEncoding: "gzip" }), reserve());
      expect({ name, ...toResult(read) }).toEqual({
        name,
        ...toResult(readSpans({ signal: "traces", body: gunzipSync(bytes), encoding })),
      });
    }
  });

  test("is another one for a body that comes while the idle one ends", async () => {
    const reader = createLargeBodyReader({ idleMs: 0 });
    for (let body = 0; body < 3; body += 1) {
      await expect(reader.read(toBody(Buffer.from("{}")), reserve())).resolves.toMatchObject({ parts: [] });
      await sleep(2); // the process has been told to end, and takes longer than this
    }
  });

  test("puts spans of several days and many spans into several parts, in their order", async () => {
    const days = [0, 1, 40];
    const spans = days.flatMap((ago) => {
      const run = createTestRun({ startedAt: Date.now() - ago * 86_400_000 });
      return Array.from({ length: 1200 }, () => run.modelCall());
    });
    const bytes = encodeJson(toTraceRequest(spans));
    const read = await createLargeBodyReader().read(toBody(bytes), reserve());
    expect(toResult(read)).toEqual(toResult(readSpans({ signal: "traces", body: bytes, encoding: "json" })));
    expect(toResult(read).spans).toBe(3600);
    expect(Math.max(...read.parts.map((part) => part.spans))).toBeLessThanOrEqual(1000);
  });

  test("refuses a body that needs more memory than it has, and reads the next", async () => {
    const reader = createLargeBodyReader({ heapMb: 32 });
    await expect(reader.read(toBody(MANY_OBJECTS), reserve())).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringContaining("32 MiB"),
    });
    expect(await reader.read(toBody(Buffer.from("{}")), reserve())).toMatchObject({ parts: [], rejected: 0 });
  });

  test("refuses a body that needs more time than it may, and reads the next", async () => {
    // The process needs longer to start.
    const reader = createLargeBodyReader({ timeMs: 1 });
    await expect(reader.read(toBody(Buffer.from("{}")), reserve())).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringContaining("0.001 s"),
    });
  });

  test("refuses what cannot be decompressed, or is too large then, or no JSON, each with its reason", async () => {
    const reader = createLargeBodyReader();
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024 + 1, " "));
    await expect(reader.read(toBody(bomb, { contentEncoding: "gzip" }), reserve())).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringContaining("64 MiB"),
    });
    for (const body of [toBody(Buffer.from("{}"), { contentEncoding: "gzip" }), toBody(Buffer.from("{"))]) {
      await expect(reader.read(body, reserve())).rejects.toMatchObject({ code: "UNDECODABLE_BODY" });
    }
  });

  test("reads on when the signal of a stop reaches all processes of the group, and ends with its input", async () => {
    const program = fileURLToPath(new URL("../src/ingest/large-body-process.js", import.meta.url));
    const child = spawn(process.execPath, [...process.execArgv, program]);
    let output = Buffer.alloc(0);
    child.stdout.on("data", (chunk: Buffer) => (output = Buffer.concat([output, chunk])));
    const read = async (answers: number) => {
      for (const bytes of toFrame(FRAME.json, Buffer.from([0, 0]), Buffer.from("{}"))) child.stdin.write(bytes);
      await vi.waitFor(() => expect(output.toString().split('"rejected":0')).toHaveLength(answers + 1), 20_000);
    };
    await read(1); // it has started
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) child.kill(signal);
    await read(2);
    child.stdin.end();
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test("does not read what nobody waits for", async () => {
    const reader = createLargeBodyReader();
    await expect(reader.read(toBody(MANY_OBJECTS, { isGone: () => true }), reserve())).rejects.toMatchObject({
      code: "BUSY",
    });
  });
});
