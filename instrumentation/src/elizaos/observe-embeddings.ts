import type { Context } from "@opentelemetry/api";
import { safely } from "../safely.ts";
import type { EmbeddingHandle } from "../steps/embedding.ts";
import { observeCall } from "../steps/observe-call.ts";
import { findModelName } from "./find-model-name.ts";
import type { ModelReport } from "./frame.ts";
import { observeEvent } from "./observe-event.ts";
import type { ObservedRuntime } from "./observed-runtime.ts";
import { read, readNumber, readString } from "./read.ts";
import { wrapOnce } from "./wrap-once.ts";

const MODEL_TYPE = "TEXT_EMBEDDING";

/** Contexts of the steps that asked for the embedding of a memory, oldest first, as long as no attempt has been made. */
type Requests = WeakMap<object, Context[]>;

/**
 * elizaOS queues embeddings and works them off by a timer, outside the run that asked. The queue keeps the very memory
 * object it was given, so that leads back to the run. All attempts for one item of the queue are one embedding; one whose
 * next attempt never comes ends with the agent.
 */
export function observeEmbeddings(observed: ObservedRuntime): void {
  const { runtime, contextStorage } = observed;
  const requests: Requests = new WeakMap();
  observeEvent(runtime, "EMBEDDING_GENERATION_REQUESTED", (payload) => {
    const memory = read(payload, "memory");
    if (typeof memory !== "object" || memory === null) return;
    requests.set(memory, [...(requests.get(memory) ?? []), contextStorage.active()]);
    observeQueue(observed, requests);
  });
}

function observeQueue(observed: ObservedRuntime, requests: Requests): void {
  const service = observed.runtime.getService("embedding-generation");
  if (typeof service !== "object" || service === null) return;
  const started = new WeakMap<object, EmbeddingHandle>();
  wrapOnce(service, "generateEmbedding", ({ args, proceed }) => {
    const [item] = args;
    const embedding = safely("starting an embedding", () => findEmbedding(item), undefined);
    return embedding === undefined ? proceed() : attempt(observed, embedding, item, proceed);
  });

  /** The embedding of the item: the one of its earlier attempts, or a new one. */
  function findEmbedding(item: unknown): EmbeddingHandle | undefined {
    const memory = read(item, "memory");
    if (typeof item !== "object" || item === null || typeof memory !== "object" || memory === null) return undefined;
    const known = started.get(item);
    if (known !== undefined) return known;
    const parent = requests.get(memory)?.shift();
    if (parent === undefined) return undefined;
    const embedding = startEmbedding(observed, parent, memory);
    started.set(item, embedding);
    return embedding;
  }
}

function startEmbedding(observed: ObservedRuntime, parent: Context, memory: object): EmbeddingHandle {
  const { runtime, tracer } = observed;
  // The queue asks for the default model, which is the first.
  const provider = readString(runtime.models.get(MODEL_TYPE)?.[0], "provider");
  const slot = { modelType: MODEL_TYPE, provider };
  const model = findModelName(runtime, slot, undefined);
  return tracer.startEmbedding({
    ...slot,
    model,
    parent,
    memoryId: readString(memory, "id"),
    phase: observed.phase(),
  });
}

function attempt(
  { frames }: ObservedRuntime,
  embedding: EmbeddingHandle,
  item: unknown,
  proceed: () => unknown,
): unknown {
  const report: ModelReport = {};
  return observeCall(
    () => frames.within(embedding, { embedding, report }, proceed),
    // As in elizaOS's own rows, the time is the model's: writing the answer to the database comes after it.
    () => embedding.end({ inputTokens: report.inputTokens, responseModel: report.model, endedAt: report.answeredAt }),
    (error) => {
      const retries = readNumber(item, "retryCount") ?? 0;
      const isLast = retries >= (readNumber(item, "maxRetries") ?? 0);
      if (isLast) embedding.fail(error);
      else embedding.noteRetry(error);
    },
  );
}
