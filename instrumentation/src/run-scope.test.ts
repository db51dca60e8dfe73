import { INVALID_SPAN_CONTEXT, ROOT_CONTEXT, createContextKey, trace } from "@opentelemetry/api";
import { expect, it, onTestFinished, vi } from "vitest";
import type { RunScope } from "./run-scope.ts";

/** Loads the module where OpenTelemetry's API takes its own contexts alone: nobody sees by which key it sets the span. */
async function loadUnderStrictApi() {
  const setSpan = trace.setSpan.bind(trace);
  const stub = vi.spyOn(trace, "setSpan").mockImplementation((context, span) => {
    if (!(context instanceof ROOT_CONTEXT.constructor)) throw new TypeError("This is not one of our contexts.");
    return setSpan(context, span);
  });
  vi.resetModules();
  onTestFinished(() => {
    stub.mockRestore();
    vi.resetModules();
  });
  return import("./run-scope.ts");
}

const span = trace.wrapSpanContext({ ...INVALID_SPAN_CONTEXT, spanId: "00f067aa0ba902b7" });
const scope: RunScope = {
  runId: "run",
  run: { isOpen: true },
  owner: { agentId: undefined, roomId: undefined, entityId: undefined, messageId: undefined },
  span,
};

it("a step is active, and has its run, where the API does not show by which key it sets a span", async () => {
  const { createStepContext, getRunScope } = await loadUnderStrictApi();
  const key = createContextKey("of the host");
  const context = createStepContext(ROOT_CONTEXT.setValue(key, 7), span, scope);
  expect(trace.getSpan(context)).toBe(span);
  expect(getRunScope(context)).toBe(scope);
  expect(context.getValue(key)).toBe(7);
  const inner = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  expect(trace.getSpan(createStepContext(context, inner, undefined))).toBe(inner);
});
