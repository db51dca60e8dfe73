import type { Logger } from "pino";
import type { Database, Session } from "../database/database.ts";
import { notify } from "../database/notify.ts";
import type { CommitResult } from "../records/commit.ts";
import { addToLiveHint, formatLiveHint, parseLiveHint, type LiveHint } from "./live-hint.ts";
import type { LiveHub } from "./live-hub.ts";

const CHANNEL = "runline_live";
/** Commits are gathered for so long: each hint is a commit of its own on the server. */
const GATHER_MS = 100;
/** That anything may have changed lets all viewers fetch all that they show, and is told no more often than this. */
const GATHER_ANYTHING_MS = 1_000;

const NOTHING: LiveHint = { runs: [], touchedKeys: [] };

/** Tells all adapters that runs are gone, from a process that is none. */
export function tellErased(session: Session): Promise<void> {
  return notify(session, CHANNEL, formatLiveHint("anything"));
}

/** Between the live hubs of all adapters on one database. */
export interface LiveRelay {
  /** Tells the others of a commit, soon. */
  tell(result: CommitResult): void;
  /** Tells everybody that runs are gone. */
  tellErased(): void;
  /** Tells what is left to tell, and hears nothing more. */
  close(): Promise<void>;
}

/** Tells other adapters which runs a commit has changed, and hands what they tell to the hub. */
export function createLiveRelay(database: Database, hub: LiveHub, logger: Logger): LiveRelay {
  let untold = NOTHING;
  let anythingAt = Number.NEGATIVE_INFINITY;
  let isOpen = false;
  let timer: NodeJS.Timeout | undefined;

  const channel = database.openChannel({
    name: CHANNEL,
    onText(text) {
      const hint = parseLiveHint(text);
      if (hint === "anything") hub.resync();
      else hub.publish(hint);
    },
    onOpen(wasBroken) {
      isOpen = true;
      if (wasBroken) {
        logger.info("live pages hear again of what other adapters store");
        hub.resync();
      }
      flushSoon();
    },
    onBroken(error) {
      isOpen = false;
      logger.warn({ err: error }, "live pages do not hear of what other adapters on this database store");
    },
  });

  function add(hint: LiveHint): void {
    untold = hint;
    flushSoon();
  }

  /** What comes while the channel is broken is told when it is open again. */
  function flushSoon(ms = GATHER_MS): void {
    if (!isOpen || untold === NOTHING) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      const early = untold === "anything" ? anythingAt + GATHER_ANYTHING_MS - performance.now() : 0;
      if (early > 0) flushSoon(early);
      else void flush();
    }, ms).unref();
  }

  async function flush(): Promise<void> {
    if (!isOpen || untold === NOTHING) return;
    const hint = untold;
    untold = NOTHING;
    if (hint === "anything") anythingAt = performance.now();
    // What has perhaps not been told is told as a whole, when the channel is open again.
    await channel.send(formatLiveHint(hint)).catch(() => add("anything"));
  }

  return {
    tell: (result) => add(addToLiveHint(untold, result)),
    tellErased() {
      hub.resync();
      add("anything");
    },
    async close() {
      clearTimeout(timer);
      await flush();
      await channel.close();
    },
  };
}
