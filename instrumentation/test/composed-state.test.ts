import { SpanStatusCode } from "@opentelemetry/api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { AGENT_ID, RUN_ID, recordTelemetry } from "./support/recorded-telemetry.ts";
import type { RecordedTelemetry } from "./support/recorded-telemetry.ts";

let telemetry: RecordedTelemetry;

beforeEach(() => {
  telemetry = recordTelemetry();
});

afterEach(async () => {
  await telemetry.shutdown();
});

it("context providers stand under the composed state they contribute to, and their model calls under them", async () => {
  const { tracer, getSpan } = telemetry;
  await tracer.withRun({ runId: RUN_ID }, () =>
    tracer.withComposedState({}, () =>
      tracer.withContextProvider({ name: "FACTS" }, () =>
        Promise.resolve(tracer.startModelCall({ modelType: "M" }).end()),
      ),
    ),
  );
  const [run, state, provider, call] = ["invoke_agent Guide", "compose_state", "provide FACTS", "chat M"].map(getSpan);
  expect(state?.attributes).toMatchObject({
    "gen_ai.operation.name": "compose_state",
    "runline.run.id": RUN_ID,
    "runline.agent.id": AGENT_ID,
  });
  expect(provider?.attributes).toMatchObject({
    "gen_ai.operation.name": "provide",
    "runline.context_provider.name": "FACTS",
    "runline.run.id": RUN_ID,
  });
  expect(state?.parentSpanContext?.spanId).toBe(run?.spanContext().spanId);
  expect(provider?.parentSpanContext?.spanId).toBe(state?.spanContext().spanId);
  expect(call?.parentSpanContext?.spanId).toBe(provider?.spanContext().spanId);
});

it("a composed state inside an action belongs to the run of the message and names the action", () => {
  const { tracer, getSpan } = telemetry;
  tracer.withRun({ runId: RUN_ID }, () =>
    tracer.withPlan({}, () => tracer.withAction({ name: "REPLY" }, () => tracer.startComposedState().end())),
  );
  expect(getSpan("compose_state").attributes).toMatchObject({
    "runline.run.id": RUN_ID,
    "runline.action.name": "REPLY",
  });
});

it("a composed state outside any run says so", () => {
  telemetry.tracer.withComposedState({ phase: "system_init" }, () =>
    telemetry.tracer.startContextProvider({ name: "P" }).end(),
  );
  expect(telemetry.getSpan("compose_state").attributes["runline.run.phase"]).toBe("system_init");
  expect(telemetry.getSpan("provide P").attributes["runline.run.phase"]).toBe("background");
});

it("a context provider that throws is an error and so is the composed state that needed it", async () => {
  const { tracer, getSpan } = telemetry;
  const failed = tracer.withComposedState({}, () =>
    tracer.withContextProvider({ name: "P" }, () => Promise.reject(new Error("no database"))),
  );
  await expect(failed).rejects.toThrow("no database");
  for (const name of ["compose_state", "provide P"]) {
    expect(getSpan(name).status).toEqual({ code: SpanStatusCode.ERROR, message: "no database" });
  }
});
