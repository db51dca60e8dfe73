import type { Context } from "@opentelemetry/api";
import { now } from "../clock.ts";
import { safely } from "../safely.ts";
import type { EmbeddingHandle } from "../steps/embedding.ts";
import { observeCall } from "../steps/observe-call.ts";
import { findModelName } from "./find-model-name.ts";
import type { ModelReport } from "./frame.ts";
import { observeEvent } from "./observe-event.ts";
import type { ObservedRuntime } from "./observed-runtime.ts";
import { readObject, readString } from "./read.ts";
import { wrapOnce } from "./wrap-once.ts";

const MODEL_TYPE = "TEXT_EMBEDDING";

/** All attempts at the embedding of a memory, and how the last one failed, if it did. */
interface Attempts {
  readonly memory: object;
  readonly embedding: EmbeddingHandle;
  failure?: { error: unknown; at: number };
}

/** What is known of the queue. */
interface QueueNotes {
  /** Contexts of the steps that asked for the embedding of a memory, oldest first, as long as no attempt has been made. */
  readonly requests: WeakMap<object, Context[]>;
  /** By the item of the queue. */
  readonly started: WeakMap<object, Attempts>;
  /** By the memory, which is all that the queue says when it gives up. */
  readonly failed: WeakMap<object, Attempts>;
}

/**
 * elizaOS queues embeddings and works them off by a timer, outside the run that asked. The queue keeps the very memory
 * object it was given, so that leads back to the run. All attempts for one item of the queue are one embedding: it fails when the
 * queue says that it gives up. One whose next attempt never comes ends with the agent.
 */
export function observeEmbeddings(observed: ObservedRuntime): void {
  const { runtime, contextStorage } = observed;
  const notes: QueueNotes = { requests: new WeakMap(), started: new WeakMap(), failed: new WeakMap() };
  observeEvent(runtime, "EMBEDDING_GENERATION_REQUESTED", (payload) => {
    const memory = readObject(payload, "memory");
    if (memory === undefined) return;
    notes.requests.set(memory, [...(notes.requests.get(memory) ?? []), contextStorage.active()]);
    observeQueue(observed, notes);
  });
  observeEvent(runtime, "EMBEDDING_GENERATION_FAILED", (payload) => {
    const memory = readObject(payload, "memory");
    const attempts = memory && notes.failed.get(memory);
    attempts?.embedding.fail(attempts.failure?.error, { endedAt: attempts.failure?.at });
  });
}

function observeQueue(observed: ObservedRuntime, notes: QueueNotes): void {
  const service = observed.runtime.getService("embedding-generation");
  if (typeof service !== "object" || service === null) return;
  wrapOnce(service, "generateEmbedding", ({ args: [item], proceed }) => {
    const attempts = safely("starting an embedding", () => findAttempts(observed, notes, item), undefined);
    return attempts === undefined ? proceed() : attempt(observed, notes, attempts, proceed);
  });
}

/** The attempts that were made for the item so far: none for a new one. */
function findAttempts(
  observed: ObservedRuntime,
  { requests, started }: QueueNotes,
  item: unknown,
): Attempts | undefined {
  const memory = readObject(item, "memory");
  if (typeof item !== "object" || item === null || memory === undefined) return undefined;
  const known = started.get(item);
  if (known !== undefined) return known;
  const parent = requests.get(memory)?.shift();
  if (parent === undefined) return undefined;
  const attempts = { memory, embedding: startEmbedding(observed, parent, memory) };
  started.set(item, attempts);
  return attempts;
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
  { failed }: QueueNotes,
  attempts: Attempts,
  proceed: () => unknown,
): unknown {
  const { embedding, failure } = attempts;
  const report: ModelReport = {};
  if (failure !== undefined) embedding.noteRetry(failure.error);
  return observeCall(
    () => frames.within(embedding, { embedding, report }, proceed),
    // As in elizaOS's own rows, the time is the model's: writing the answer to the database comes after it.
    () => embedding.end({ inputTokens: report.inputTokens, responseModel: report.model, endedAt: report.answeredAt }),
    (error) => {
      attempts.failure = { error, at: now() };
      failed.set(attempts.memory, attempts);
    },
  );
}
