import { once } from "node:events";
import { expect, it } from "vitest";
import { watchBlindSpots } from "./blind-spots.ts";

/** The events of a runtime, as far as they are listened to. */
function createRuntime() {
  const handlers = new Map<string, (payload: unknown) => Promise<void>>();
  return {
    character: { name: "Ada" },
    registerEvent: (event: string, handler: (payload: unknown) => Promise<void>) => void handlers.set(event, handler),
    emit: (event: string, payload = {}) => handlers.get(event)?.(payload),
  };
}

it("warns once of what is announced and has never been seen: of whom, by which version, and what is missing", async () => {
  const runtime = createRuntime();
  const warnings: string[] = [];
  const note = (warning: Error): void => void warnings.push(warning.message);
  process.on("warning", note);
  const blindSpots = watchBlindSpots(runtime);
  blindSpots.saw("runs");
  await runtime.emit("MODEL_USED", { type: "TEXT_EMBEDDING" });
  expect(warnings).toEqual([]);
  for (const event of ["RUN_STARTED", "MODEL_USED", "MODEL_USED", "ACTION_STARTED"]) await runtime.emit(event);
  const last = once(process, "warning");
  process.emitWarning("last");
  await last;
  process.off("warning", note);

  expect(warnings).toEqual([
    expect.stringMatching(/^Runline does not record the model calls of Ada: elizaOS.* by MODEL_USED.* runtime\.models/),
    expect.stringMatching(/^Runline does not record the actions of Ada: elizaOS.* by ACTION_STARTED/),
    "last",
  ]);
});
