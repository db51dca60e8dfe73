import { expect, it } from "vitest";
import { recordTelemetry } from "../../test/support/recorded-telemetry.ts";
import { createAsyncContextStorage } from "../node/async-context-storage.ts";
import { createFrames } from "./frame.ts";

const contextStorage = createAsyncContextStorage();
const { tracer } = recordTelemetry({ contextStorage });

it("each runtime has its own frame, wherever one agent asks another, and inside of steps that set none", async () => {
  const [ada, bob] = [createFrames(contextStorage), createFrames(contextStorage)];
  const first = { report: { model: "first" } };
  const second = { report: { model: "second" } };
  const asked = { report: { model: "asked" } };
  await ada.within(tracer.startRun(), first, async () => {
    await bob.within(tracer.startRun(), asked, async () => {
      await Promise.resolve();
      expect([ada.current(), bob.current()]).toEqual([first, asked]);
      ada.within(tracer.startPlan(), second, () => expect([ada.current(), bob.current()]).toEqual([second, asked]));
      expect(ada.current()).toBe(first);
    });
    expect(bob.current()).toBeUndefined();
    await tracer.withEvaluator({ name: "E" }, async () => {
      await Promise.resolve();
      expect(ada.current()).toBe(first);
    });
  });
  expect(ada.current()).toBeUndefined();
});
