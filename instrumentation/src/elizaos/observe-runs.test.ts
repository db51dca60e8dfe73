import { ROOT_CONTEXT, TraceFlags, trace } from "@opentelemetry/api";
import { expect, it } from "vitest";
import { findMessageCause, toRunResult } from "./observe-runs.ts";

const TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const withTraceparent = (traceparent: unknown) => ({ id: "m", metadata: { traceparent } });

it("reads the span that sent a message", () => {
  expect(findMessageCause(ROOT_CONTEXT, withTraceparent(TRACEPARENT))).toMatchObject({
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    spanId: "00f067aa0ba902b7",
    traceFlags: TraceFlags.SAMPLED,
  });
});

it.each([
  ["is not a traceparent", "hello"],
  ["is not a text", 7],
  ["names no trace", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"],
  ["is of a version that is reserved", TRACEPARENT.replace("00-", "ff-")],
  ["is endless", `${TRACEPARENT}-${"0".repeat(100_000)}`],
])("ignores what %s", (_what, traceparent) => {
  expect(findMessageCause(ROOT_CONTEXT, withTraceparent(traceparent))).toBeUndefined();
});

it("ignores a message that cannot be read", () => {
  const message = {
    get metadata(): never {
      throw new Error("unreadable");
    },
  };
  expect(findMessageCause(ROOT_CONTEXT, message)).toBeUndefined();
});

it("is not asked for when the run has a parent", () => {
  const remote = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: TraceFlags.SAMPLED, isRemote: true };
  const active = trace.setSpanContext(ROOT_CONTEXT, remote);
  expect(findMessageCause(active, withTraceparent(TRACEPARENT))).toBeUndefined();
});

const reply = { didRespond: true, responseContent: { text: "Good day." } };
const silence = { didRespond: false, responseContent: null };
const ended = (status: string, error?: string) => ({ end: { status, error, at: 0 }, isAnnounced: true });

it.each(["completed", "self", "muted", "off", "replaced", "noMessageId"])(
  "a run that elizaOS ends as %s is completed, with that as its outcome",
  (status) => {
    expect(toRunResult(ended(status), silence)).toMatchObject({ status: "completed", outcome: status });
  },
);

it("a run that elizaOS calls completed but names an error for is an error", () => {
  expect(toRunResult(ended("completed", "503"), reply)).toEqual({ status: "error", error: "503", output: "Good day." });
});

it("a run that elizaOS ends as an error or a timeout is that", () => {
  expect(toRunResult(ended("error"), silence)).toMatchObject({ status: "error" });
  expect(toRunResult(ended("timeout"), silence)).toMatchObject({ status: "timeout" });
});

it("a run that was announced, answered nothing and never ended was superseded", () => {
  expect(toRunResult({ isAnnounced: true }, silence)).toMatchObject({ status: "completed", outcome: "superseded" });
});

it("a run of a message service that reports no end is completed when it has answered", () => {
  expect(toRunResult({ isAnnounced: true }, reply)).toMatchObject({ outcome: "completed" });
  expect(toRunResult({ isAnnounced: false }, silence)).toMatchObject({ outcome: "completed" });
});
