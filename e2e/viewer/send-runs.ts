import { createHash } from "node:crypto";
import { ATTR_SPAN_PENDING } from "@runline/contract";
import type { SampleRun, SampleSpan } from "./sample-run.ts";

/** The spans of runs as OTLP/JSON; open ones as the snapshots that a live agent sends. */
export function toOtlpJson(runs: readonly SampleRun[]): unknown {
  const spans = runs.flatMap((run) =>
    Object.entries(run.spans).map(([key, span]) => {
      const attributes = span.endMs === undefined ? { ...span.attributes, [ATTR_SPAN_PENDING]: true } : span.attributes;
      return {
        traceId: run.traceId,
        spanId: toSpanId(run, key),
        ...(span.parent === undefined ? {} : { parentSpanId: toSpanId(run, span.parent) }),
        name: span.name,
        kind: 1,
        startTimeUnixNano: toNanos(run.startedAt + span.startMs),
        endTimeUnixNano: span.endMs === undefined ? "0" : toNanos(run.startedAt + span.endMs),
        attributes: toOtlpAttributes(attributes),
        status: span.error === undefined ? {} : { code: 2, message: span.error },
      };
    }),
  );
  const resource = { attributes: toOtlpAttributes({ "service.name": "harbour-guide" }) };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "sample" }, spans }] }] };
}

/** Id of a span of a sample run. */
export function toSpanId(run: SampleRun, key: string): string {
  return createHash("sha256").update(`${run.runId} ${key}`).digest("hex").slice(0, 16);
}

/** Sends runs and waits until they are stored. */
export async function sendRuns(url: string, runs: readonly SampleRun[], token?: string): Promise<void> {
  const response = await fetch(`${url}/v1/traces`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(toOtlpJson(runs)),
  });
  const text = await response.text();
  if (!response.ok || text.includes("errorMessage"))
    throw new Error(`Runline did not take the sample runs: ${response.status} ${text}`);
}

/** A log record of a span of a sample run, ms after the start of the run. */
export interface SampleLogRecord {
  key: string;
  ms: number;
  severity: number;
  body: string;
}

/** Sends log records of a run and waits until they are stored. */
export async function sendLogRecords(url: string, run: SampleRun, records: readonly SampleLogRecord[]): Promise<void> {
  const logRecords = records.map(({ key, ms, severity, body }) => ({
    timeUnixNano: toNanos(run.startedAt + ms),
    severityNumber: severity,
    body: { stringValue: body },
    traceId: run.traceId,
    spanId: toSpanId(run, key),
  }));
  const response = await fetch(`${url}/v1/logs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
  });
  const text = await response.text();
  if (text !== "{}") throw new Error(`Runline did not take the log records: ${response.status} ${text}`);
}

function toNanos(ms: number): string {
  return `${Math.round(ms * 1_000)}000`;
}

function toOtlpAttributes(attributes: SampleSpan["attributes"]): unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      typeof value === "string"
        ? { stringValue: value }
        : typeof value === "boolean"
          ? { boolValue: value }
          : Number.isInteger(value)
            ? { intValue: String(value) }
            : { doubleValue: value },
  }));
}
