import type { ElizaRuntime } from "./internal-types.ts";
import { nameEliza } from "./name-eliza.ts";
import { observeEvent } from "./observe-event.ts";
import { read } from "./read.ts";
import { warnOfGap } from "./warn-of-gap.ts";

type Sight = "runs" | "actions" | "model calls";

/** Notices what goes on in a runtime without the plugin seeing it. */
export interface BlindSpots {
  /** The plugin observes one of these. */
  saw(sight: Sight): void;
}

/**
 * Compares what elizaOS announces by its events with what the plugin observes. A version of elizaOS that has all the methods we
 * wrap, and calls one of them no more, would otherwise leave gaps without a word: the first announcement of what has never been seen
 * is a process warning, one for each kind of step of a runtime.
 */
export function watchBlindSpots(runtime: Pick<ElizaRuntime, "registerEvent">): BlindSpots {
  const settled = new Set<Sight>(); // seen, or warned of

  function expectAt(place: string, sight: Sight, event: string): void {
    observeEvent(runtime, event, (payload) => {
      if (settled.has(sight) || isOfEmbedding(payload)) return;
      settled.add(sight);
      const reason = `${nameEliza()} announces them by ${event}, and calls none where Runline looks, which is ${place}.`;
      warnOfGap(
        runtime,
        sight,
        `${reason} The README of @runline/instrumentation has the versions that it works with.`,
      );
    });
  }
  expectAt("messageService.handleMessage", "runs", "RUN_STARTED");
  expectAt("runtime.processActions", "actions", "ACTION_STARTED");
  expectAt("the handlers in runtime.models", "model calls", "MODEL_USED");
  return { saw: (sight) => void settled.add(sight) };
}

/** Embeddings are observed where elizaOS queues them, and tell nothing of other model calls. */
function isOfEmbedding(payload: unknown): boolean {
  return read(payload, "type") === "TEXT_EMBEDDING";
}
