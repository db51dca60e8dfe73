import { afterEach, expect, it } from "vitest";
import { recordTelemetry } from "../../test/support/recorded-telemetry.ts";
import { createAsyncContextStorage } from "../node/async-context-storage.ts";
import { createFrames } from "./frame.ts";
import type { RunFrame } from "./frame.ts";
import { noteAttempt } from "./observe-model-call.ts";

const contextStorage = createAsyncContextStorage();
const telemetry = recordTelemetry({ contextStorage });
const frames = createFrames(contextStorage);

afterEach(async () => {
  await telemetry.provider.forceFlush();
});

/** Calls `fn` in a run; `ask` notes a call and tells its attempt. */
function inRun<T>(fn: (frame: RunFrame) => T): T {
  return telemetry.tracer.withRun({}, (run) => {
    const frame: RunFrame = {
      run,
      runId: "r",
      messageId: "m",
      roomId: undefined,
      isClaimed: true,
      isAnnounced: true,
      unread: new Set(),
      lastCalls: new WeakMap(),
    };
    return frames.within(run, { run: frame }, () => fn(frame));
  });
}

function ask(prompt: unknown, { modelType = "TEXT_LARGE", isOpen = false } = {}): number | undefined {
  const call = noteAttempt({ contextStorage, frames }, modelType, { prompt });
  if (call !== undefined) call.hasEnded = !isOpen;
  return call?.attempt;
}

it("counts calls with the same model and prompt that follow each other", () => {
  inRun(() => {
    const prompt = "p".repeat(50_000);
    expect([ask(prompt), ask(prompt.slice(0, 25_000) + prompt.slice(25_000)), ask(prompt)]).toEqual([1, 2, 3]);
    expect(ask(prompt, { modelType: "TEXT_SMALL" })).toBe(1);
    expect(ask(prompt)).toBe(1);
    expect(ask(`${prompt}.`)).toBe(1);
  });
});

it("counts each step of the run by itself", () => {
  inRun(() => {
    ask("same");
    telemetry.tracer.withEvaluator({ name: "E" }, () => expect(ask("same")).toBe(1));
    expect(ask("same")).toBe(2);
  });
});

it("takes calls side by side for no repetitions", () => {
  inRun(() => {
    expect([ask("vote", { isOpen: true }), ask("vote", { isOpen: true }), ask("vote")]).toEqual([1, 1, 1]);
  });
});

it("knows nothing outside a run, after its end, and of calls that have no prompt", () => {
  expect(ask("same")).toBeUndefined();
  inRun((frame) => {
    expect(ask({ not: "text" })).toBeUndefined();
    expect(noteAttempt({ contextStorage, frames }, "TEXT_LARGE", { prompt: "same", messages: [] })).toBeUndefined();
    frame.lastCalls = undefined;
    expect(ask("same")).toBeUndefined();
  });
});
