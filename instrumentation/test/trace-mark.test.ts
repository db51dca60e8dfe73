import { ROOT_CONTEXT, TraceFlags, createTraceState, trace } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import { parseTraceMark } from "@runline/contract";
import type { TraceMark } from "@runline/contract";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createRunTracer } from "../src/index.ts";
import { RUN_ID, recordTelemetry } from "./support/recorded-telemetry.ts";
import type { RecordedTelemetry } from "./support/recorded-telemetry.ts";

const REMOTE = {
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  spanId: "00f067aa0ba902b7",
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
  traceState: createTraceState("rojo=1"),
};
const COLLEAGUES_RUN_ID = "5c6f0b3a-93a1-4a0e-8a55-2f4f3d0a1b02";

let telemetry: RecordedTelemetry;

beforeEach(() => {
  telemetry = recordTelemetry();
});

afterEach(async () => {
  await telemetry.shutdown();
});

/** What a library's span that is started in that context hands on. */
function getTraceState(context: Context): string {
  const span = telemetry.provider.getTracer("some-library").startSpan("GET", {}, context);
  span.end();
  return span.spanContext().traceState?.serialize() ?? "";
}

function getMark(context: Context): TraceMark {
  return parseTraceMark(getTraceState(context));
}

it("a library's span in a run tells of the run, and in a model call also of that", () => {
  const run = telemetry.tracer.startRun({ runId: RUN_ID });
  const action = telemetry.tracer.startAction({ name: "SEARCH", parent: run });
  const call = telemetry.tracer.startModelCall({ parent: action });
  const embedding = telemetry.tracer.startEmbedding({ parent: run });
  expect(getMark(run.context)).toEqual({ runId: RUN_ID, isInModelCall: false });
  expect(getMark(action.context)).toEqual({ runId: RUN_ID, isInModelCall: false });
  expect(getMark(call.context)).toEqual({ runId: RUN_ID, isInModelCall: true });
  expect(getMark(embedding.context)).toEqual({ runId: RUN_ID, isInModelCall: true });
});

it("a model call outside any run tells that it is one", () => {
  expect(getMark(telemetry.tracer.startModelCall().context)).toEqual({ runId: undefined, isInModelCall: true });
});

it("a run inside another one, or inside a model call, speaks for itself", () => {
  const run = telemetry.tracer.startRun({ runId: RUN_ID });
  const call = telemetry.tracer.startModelCall({ parent: run });
  const colleagues = telemetry.tracer.startRun({ runId: COLLEAGUES_RUN_ID, parent: call });
  expect(getMark(colleagues.context)).toEqual({ runId: COLLEAGUES_RUN_ID, isInModelCall: false });
  expect(getMark(call.context)).toEqual({ runId: RUN_ID, isInModelCall: true });
});

it("what came in from the caller is handed on, and the caller's own context stays as it was", () => {
  const caller = trace.setSpanContext(ROOT_CONTEXT, REMOTE);
  const run = telemetry.tracer.startRun({ runId: RUN_ID, parent: caller });
  expect(getTraceState(run.context)).toBe(`runline=${RUN_ID.replaceAll("-", "")},rojo=1`);
  expect(REMOTE.traceState.serialize()).toBe("rojo=1");
});

it("a tracer that records nothing hands on what it was given", () => {
  const caller = trace.setSpanContext(ROOT_CONTEXT, REMOTE);
  const run = createRunTracer().startRun({ runId: RUN_ID, parent: caller });
  expect(run.spanContext.traceState?.serialize()).toBe("rojo=1");
  expect(getTraceState(run.context)).toBe("rojo=1");
});
