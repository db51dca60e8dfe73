import { safely } from "../safely.ts";
import { noteUsage } from "./note-usage.ts";
import { observeEmbeddingCall } from "./observe-embedding-call.ts";
import { observeModelCall } from "./observe-model-call.ts";
import { observeEvent } from "./observe-event.ts";
import type { ObservedRuntime } from "./observed-runtime.ts";
import { read, readObjects, readString } from "./read.ts";
import { wrapOnce } from "./wrap-once.ts";

/**
 * A model call is one call of a model's handler: there the provider, the raw answer and its usage are known. Handlers are wrapped
 * just before one is looked for, however late their plugin registered them: elizaOS 1.7 does that in `getModel`, 2.0 in `useModel`
 * itself, where the handler of another type may stand in. The hooks that 2.0 has around a model call (`registerPipelineHook`) are
 * told neither of its failure nor of its usage, and cannot carry a context into the handler.
 */
export function observeModels(observed: ObservedRuntime): void {
  const { runtime, frames } = observed;
  for (const method of ["useModel", "getModel"]) {
    wrapOnce(runtime, method, ({ self, proceed }) => {
      safely("observing models", () => observeHandlers(observed, read(self, "models")), undefined);
      return proceed();
    });
  }

  // Providers announce their usage from inside the handler.
  observeEvent(runtime, "MODEL_USED", (payload) => {
    const report = frames.current()?.report;
    if (report === undefined) return;
    noteUsage(read(payload, "tokens"), report);
    const model = readString(payload, "model") ?? readString(payload, "modelName");
    if (model !== undefined) report.model = model;
  });
}

function observeHandlers(observed: ObservedRuntime, models: unknown): void {
  if (!(models instanceof Map)) return;
  for (const modelType of models.keys()) {
    for (const model of readObjects(models.get(modelType))) observeHandler(observed, String(modelType), model);
  }
}

function observeHandler(observed: ObservedRuntime, modelType: string, model: object): void {
  wrapOnce(model, "handler", (call) => {
    const slot = { modelType, provider: readString(model, "provider") };
    if (modelType === "TEXT_EMBEDDING") return observeEmbeddingCall(observed, slot, call);
    observed.blindSpots.saw("model calls");
    return observeModelCall(observed, slot, call);
  });
}
