import { ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunPause } from "../src/index.ts";
import { AGENT_ID, RUN_ID, recordTelemetry } from "./support/recorded-telemetry.ts";
import type { RecordedTelemetry } from "./support/recorded-telemetry.ts";

const ROOM_ID = "5c6f0b3a-93a1-4a0e-8a55-2f4f3d0a1b02";
const REQUEST = {
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  spanId: "00f067aa0ba902b7",
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
};

let telemetry: RecordedTelemetry;

beforeEach(() => {
  telemetry = recordTelemetry();
});

afterEach(async () => {
  await telemetry.shutdown();
});

const listParts = (): ReadableSpan[] => telemetry.listSpans().filter(({ name }) => name === "invoke_agent Guide");

describe("a run that pauses", () => {
  it("ends its span without a status, and says in an event what it waits for", () => {
    const run = telemetry.tracer.startRun({ runId: RUN_ID });
    run.pause({ waitsFor: "approval by the shift lead" });
    run.end({ status: "timeout" });
    const [part, ...others] = listParts();
    expect(others).toEqual([]);
    expect(part?.status.code).toBe(SpanStatusCode.UNSET);
    expect(part?.attributes).not.toHaveProperty("runline.run.status");
    expect(part?.attributes).not.toHaveProperty("runline.run.outcome");
    expect(part?.events.map(({ name, attributes }) => [name, attributes])).toEqual([
      [
        "gen_ai.agent.paused",
        {
          "gen_ai.agent.execution.id": RUN_ID,
          "gen_ai.agent.pause.id": part?.spanContext().spanId,
          "gen_ai.agent.pause.reason": "human_input",
          "runline.pause.waits_for": "approval by the shift lead",
        },
      ],
    ]);
  });

  it("keeps what was asked only when content is captured, and no secret in what it waits for", async () => {
    const capturing = recordTelemetry({ captureContent: true, secrets: ["hunter-22"] });
    const pause: RunPause = {
      output: "Refund 40 EUR?",
      waitsFor: "somebody with hunter-22",
      reason: "external_system",
    };
    capturing.tracer.startRun().pause(pause);
    telemetry.tracer.startRun().pause(pause);
    const { attributes, events } = capturing.getSpan("invoke_agent Guide");
    expect(attributes["gen_ai.output.messages"]).toContain("Refund 40 EUR?");
    expect(events[0]?.attributes).toMatchObject({
      "gen_ai.agent.pause.reason": "external_system",
      "runline.pause.waits_for": "somebody with [secret]",
    });
    expect(listParts()[0]?.attributes).not.toHaveProperty("gen_ai.output.messages");
    await capturing.shutdown();
  });

  it("is paused whatever it is told", () => {
    const given: RunPause[] = JSON.parse('[null, 7, "approval", {"waitsFor": 7, "reason": {}}]');
    const tokens = given.map((pause) => telemetry.tracer.startRun().pause(pause));
    expect(new Set(tokens).size).toBe(4);
    expect(listParts().map(({ events }) => events[0]?.name)).toEqual(
      Array.from({ length: 4 }, () => "gen_ai.agent.paused"),
    );
  });
});

describe("a run that is resumed", () => {
  it("goes on in the trace of its own as the same run of the same agent and room, with a link to what has paused", () => {
    const token = telemetry.tracer.startRun({ runId: RUN_ID, roomId: ROOM_ID, messageId: AGENT_ID }).pause();
    // Another process knows nothing of the first one.
    const later = recordTelemetry({ agentId: undefined, agentName: "Guide" });
    later.tracer.withRun({ resume: token }, () => later.tracer.startAction({ name: "REFUND" }).end());
    const [before] = listParts();
    const part = later.getSpan("invoke_agent Guide");
    expect(part.parentSpanContext).toBeUndefined();
    expect(part.spanContext().traceId).toBe(RUN_ID.replaceAll("-", ""));
    expect(part.links.map(({ context }) => context.spanId)).toEqual([before?.spanContext().spanId]);
    expect(part.events.map(({ name, attributes }) => [name, attributes])).toEqual([
      [
        "gen_ai.agent.resumed",
        {
          "gen_ai.agent.execution.id": RUN_ID,
          "gen_ai.agent.resumed_from.type": "pause",
          "gen_ai.agent.resumed_from.id": before?.spanContext().spanId,
        },
      ],
    ]);
    const ids = {
      "runline.run.id": RUN_ID,
      "runline.agent.id": AGENT_ID,
      "runline.room.id": ROOM_ID,
      "runline.message.id": AGENT_ID,
    };
    expect(part.attributes).toMatchObject({ ...ids, "runline.run.status": "completed" });
    expect(later.getSpan("execute_tool REFUND").attributes).toMatchObject(ids);
  });

  it("is a child of the request that brings the answer, and hands the run down", () => {
    const token = telemetry.tracer.startRun({ runId: RUN_ID }).pause();
    const parent = trace.setSpanContext(ROOT_CONTEXT, REQUEST);
    const part = telemetry.tracer.startRun({ resume: token, parent });
    part.end();
    expect(part.runId).toBe(RUN_ID);
    expect(part.spanContext.traceId).toBe(REQUEST.traceId);
    expect(part.spanContext.traceState?.get("runline")).toBe(RUN_ID.replaceAll("-", ""));
    expect(listParts()[1]?.links).toHaveLength(1);
  });

  it("in the process that waits is not a child of the part that is over", () => {
    telemetry.tracer.withRun({ runId: RUN_ID }, (run) => {
      const token = run.pause();
      telemetry.tracer.withRun({ resume: token }, () => undefined);
    });
    const [before, part] = listParts();
    expect(part?.parentSpanContext).toBeUndefined();
    expect(part?.links.map(({ context }) => context.spanId)).toEqual([before?.spanContext().spanId]);
  });

  it("by what is not a token is a run of its own", () => {
    const run = telemetry.tracer.startRun({ runId: RUN_ID, resume: "1.00-nonsense" });
    run.end();
    expect(run.runId).toBe(RUN_ID);
    expect(listParts()[0]?.links).toEqual([]);
    expect(listParts()[0]?.events).toEqual([]);
  });
});
