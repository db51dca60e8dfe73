import type { Context } from "@opentelemetry/api";
import { safely } from "../safely.ts";
import { observeCall } from "../steps/observe-call.ts";
import { toErrorDescription } from "../to-error.ts";
import type { EmbeddingHandle } from "../types.ts";
import type { Attachment } from "./attachment.ts";
import type { ModelReport } from "./frame.ts";
import { read, readNumber, readString } from "./read.ts";
import { wrapOnce } from "./wrap-once.ts";

/** An embedding that waits in elizaOS's queue, or is being worked on. */
interface QueuedEmbedding {
  /** Context of the step that asked for it. */
  context: Context;
  /** Set from the first attempt on. */
  embedding?: EmbeddingHandle;
}

/**
 * elizaOS queues embeddings and works them off by a timer, outside the run that asked. The queue keeps the very memory
 * object it was given, so that leads back to the run. All attempts for one memory are one embedding.
 */
export function observeEmbeddings(attachment: Attachment): void {
  const { runtime, contextStorage } = attachment;
  const queued = new WeakMap<object, QueuedEmbedding>();
  runtime.registerEvent("EMBEDDING_GENERATION_REQUESTED", (payload) => {
    safely(
      "observing an embedding",
      () => {
        const memory = read(payload, "memory");
        if (typeof memory !== "object" || memory === null) return;
        queued.set(memory, { context: contextStorage.active() });
        observeQueue(attachment, queued);
      },
      undefined,
    );
    return Promise.resolve();
  });
}

function observeQueue(attachment: Attachment, queued: WeakMap<object, QueuedEmbedding>): void {
  const service = attachment.runtime.getService("embedding-generation");
  if (typeof service !== "object" || service === null) return;
  wrapOnce(service, "generateEmbedding", ({ args, proceed }) => {
    const [item] = args;
    const memory = read(item, "memory");
    const entry = typeof memory === "object" && memory !== null ? queued.get(memory) : undefined;
    return entry === undefined ? proceed() : attempt(attachment, entry, item, proceed);
  });
}

function attempt(attachment: Attachment, entry: QueuedEmbedding, item: unknown, proceed: () => unknown): unknown {
  const { frames, tracer } = attachment;
  const embedding = (entry.embedding ??= tracer.startEmbedding({
    parent: entry.context,
    memoryId: readString(item, "memory", "id"),
    phase: attachment.phase(),
  }));
  const report: ModelReport = {};
  return observeCall(
    () => embedding.within(() => frames.run({ embedding, report }, proceed)),
    () => embedding.end({ inputTokens: report.inputTokens, responseModel: report.model }),
    (error) => {
      const retries = readNumber(item, "retryCount") ?? 0;
      const isLast = retries >= (readNumber(item, "maxRetries") ?? 0);
      if (isLast) embedding.fail(error);
      else embedding.addEvent("retry", { "exception.message": toErrorDescription(error).message });
    },
  );
}
