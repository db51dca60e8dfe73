import { safely } from "../safely.ts";
import { noteUsage } from "./note-usage.ts";
import { observeEmbeddingCall } from "./observe-embedding-call.ts";
import { observeModelCall } from "./observe-model-call.ts";
import { observeEvent } from "./observe-event.ts";
import type { ObservedRuntime } from "./observed-runtime.ts";
import { read, readObjects, readString } from "./read.ts";
import { wrapOnce } from "./wrap-once.ts";

/**
 * A model call is one call of a model's handler: there the provider, the raw answer and its usage are known. `useModel`
 * always asks `getModel` first, so handlers are wrapped there, however late their plugin registered them.
 */
export function observeModels(observed: ObservedRuntime): void {
  const { runtime, frames } = observed;
  wrapOnce(runtime, "getModel", ({ self, args, proceed }) => {
    const [modelType] = args;
    if (typeof modelType === "string") {
      safely("observing models", () => observeModelType(observed, self, modelType), undefined);
    }
    return proceed();
  });

  // Providers announce their usage from inside the handler.
  observeEvent(runtime, "MODEL_USED", (payload) => {
    const report = frames.current()?.report;
    if (report === undefined) return;
    noteUsage(read(payload, "tokens"), report);
    const model = readString(payload, "model") ?? readString(payload, "modelName");
    if (model !== undefined) report.model = model;
  });
}

function observeModelType(observed: ObservedRuntime, runtime: unknown, modelType: string): void {
  const models = read(runtime, "models");
  for (const model of models instanceof Map ? readObjects(models.get(modelType)) : []) {
    const provider = readString(model, "provider");
    wrapOnce(model, "handler", (call) => {
      const slot = { modelType, provider };
      if (modelType === "TEXT_EMBEDDING") return observeEmbeddingCall(observed, slot, call);
      observed.blindSpots.saw("model calls");
      return observeModelCall(observed, slot, call);
    });
  }
}
