import { ROOT_CONTEXT, TraceFlags, trace } from "@opentelemetry/api";
import { expect, it } from "vitest";
import { findMessageCause } from "./find-message-cause.ts";

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
  ["is no traceparent", "hello"],
  ["is no text", 7],
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
