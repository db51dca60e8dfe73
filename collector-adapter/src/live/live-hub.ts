import type { LiveEventName, LiveMessage } from "@runline/contract";
import type { ChangedRun, CommitResult } from "../records/commit.ts";

/** Messages kept for clients that come back; at 10 runs a second this is more than a minute. */
const REPLAY_SIZE = 1000;
/** Runs that are remembered, to tell of a trace's spans that are of no run. */
const MAX_KNOWN_RUNS = 10_000;

/** A trace may hold any number of runs; the newest of them hear of its infrastructure spans. */
const MAX_RUNS_PER_TRACE = 100;

/** An event as it is sent; `resync` has no message. Ids rise by one; `epoch` tells what is not known any more, as after a restart, from a gap. */
export interface LiveEvent {
  id: string;
  name: LiveEventName;
  message: LiveMessage | undefined;
}

type Listener = (event: LiveEvent) => void;

/** Whose events somebody hears: one agent's, or `undefined` for those of all. */
type Watched = string | undefined;

/** Hands what was committed to those who watch an agent, or all of them. Live events are hints: whoever misses one fetches again. */
export interface LiveHub {
  publish(result: CommitResult): void;
  /**
   * Notes that somebody looks at a run: from now on it is also told of what comes of its trace, be that of no run or of another one,
   * which its waterfall may show. A process that was started anew knows of no run but these.
   */
  show(run: ShownRun): void;
  /** Tells everybody, and whoever comes back later, that anything may have changed: runs are gone, or events were missed. */
  resync(): void;
  /** Calls `listener` for each event of the agent, or of all, until the returned function is called. */
  subscribe(agentId: Watched, listener: Listener): () => void;
  /** Whether somebody is subscribed to an agent of which a run is known by one of these keys: ids of runs, or traces. */
  isWatched(keys: readonly string[]): boolean;
  /** The events of the agent, or of all, after the given id; `undefined` when they are not all known any more. */
  replayAfter(agentId: Watched, lastEventId: string): LiveEvent[] | undefined;
}

interface KnownRun {
  runId: string;
  agentId: string;
  status: LiveMessage["status"];
}

/** A run on somebody's screen. */
type ShownRun = KnownRun & Pick<ChangedRun, "traceKey">;

export function createLiveHub(now: () => number = Date.now): LiveHub {
  const start = now().toString(36);
  let epoch = start;
  let resyncs = 0;
  const listeners = new Map<Watched, Set<Listener>>();
  let recent: LiveEvent[] = [];
  /** By run id and by trace: which runs a span of that key is shown in. */
  const known = new Map<string, Map<string, KnownRun>>();
  /** Names of the runs that somebody looked at. */
  const shown = new Map<string, true>();
  let sequence = 0;

  function remember(key: string, run: KnownRun): void {
    const runs = known.get(key) ?? new Map<string, KnownRun>();
    setNewest(runs, toName(run), run, MAX_RUNS_PER_TRACE);
    setNewest(known, key, runs, MAX_KNOWN_RUNS);
  }

  function send(name: LiveEventName, run: KnownRun): void {
    const event: LiveEvent = { id: `${epoch}-${++sequence}`, name, message: { ...run, at: now() } };
    recent.push(event);
    if (recent.length > REPLAY_SIZE) recent.shift();
    for (const watched of [run.agentId, undefined]) {
      for (const listener of listeners.get(watched) ?? []) listener(event);
    }
  }

  const isListenedTo = ({ agentId }: KnownRun): boolean => listeners.has(agentId) || listeners.has(undefined);

  return {
    publish({ runs, touchedKeys }) {
      const sent = new Set<string>();
      for (const { agentId, runId, status, traceKey, prevStatus } of runs) {
        const run: KnownRun = { runId, agentId, status };
        remember(runId, run);
        remember(traceKey, run);
        sent.add(toName(run));
        const isEnd = status !== "started" && prevStatus !== status;
        if (prevStatus === null) send("run-started", run);
        if (isEnd) send("run-ended", run);
        else if (prevStatus !== null) send("run-updated", run);
      }
      const update = (key: string, isToBeTold: (name: string) => boolean) => {
        for (const [name, run] of known.get(key) ?? []) {
          if (sent.has(name) || !isToBeTold(name)) continue;
          sent.add(name);
          send("run-updated", run);
        }
      };
      for (const key of touchedKeys) update(key, () => true);
      for (const { traceKey } of runs) update(traceKey, (name) => shown.has(name));
    },
    show({ traceKey, runId, agentId, status }) {
      const run: KnownRun = { runId, agentId, status };
      remember(runId, run);
      remember(traceKey, run);
      setNewest(shown, toName(run), true, MAX_KNOWN_RUNS);
    },
    resync() {
      epoch = `${start}.${++resyncs}`;
      recent = [];
      const event: LiveEvent = { id: `${epoch}-${sequence}`, name: "resync", message: undefined };
      for (const listener of [...listeners.values()].flatMap((set) => [...set])) listener(event);
    },
    subscribe(agentId, listener) {
      const set = listeners.get(agentId) ?? new Set();
      listeners.set(agentId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(agentId);
      };
    },
    isWatched: (keys) =>
      listeners.size > 0 && keys.some((key) => [...(known.get(key)?.values() ?? [])].some(isListenedTo)),
    replayAfter(agentId, lastEventId) {
      const [lastEpoch, last] = lastEventId.split("-");
      const lastSequence = Number(last);
      const oldest = sequence - recent.length;
      if (lastEpoch !== epoch || !(lastSequence >= oldest && lastSequence <= sequence)) return undefined;
      const missed = recent.slice(lastSequence - oldest);
      return agentId === undefined ? missed : missed.filter((event) => event.message?.agentId === agentId);
    },
  };
}

function toName({ agentId, runId }: KnownRun): string {
  return `${agentId}/${runId}`;
}

/** Sets the key as the newest one, and drops the oldest when there are too many. */
function setNewest<Value>(map: Map<string, Value>, key: string, value: Value, max: number): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next().value;
  if (map.size > max && oldest !== undefined) map.delete(oldest);
}
