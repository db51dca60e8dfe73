import { AGENTS, toAgentId } from "./clone-runs.ts";
import { createSmallRuns } from "./create-traffic.ts";
import { sendBodies } from "./send-bodies.ts";

const SPANS_OF_RUN = 20;
const EVERY_MS = 100;
/** Requests that wait for their answer: a server that cannot keep up is not buried. */
const MAX_WAITING = 20;

/** What was acknowledged. */
export interface Sent {
  spansPerSecond: number;
  /** How long each request took, ms. */
  answers: number[];
}

/**
 * Sends whole runs of 20 spans of 100 agents: so many spans a second as are asked for, rounded to 200, or as many as are taken.
 */
export function startSpans(url: string, spansPerSecond: number): { stop(): Promise<Sent> } {
  const startedAt = performance.now();
  const runs = Math.round((spansPerSecond * EVERY_MS) / 1000 / SPANS_OF_RUN);
  const waiting = new Set<Promise<void>>();
  const answers: number[] = [];
  let taken = 0;

  async function offer(): Promise<void> {
    const toAgent = () => toAgentId(Math.floor(Math.random() * AGENTS));
    const { spans, bodies } = createSmallRuns(runs, SPANS_OF_RUN, runs, toAgent);
    const since = performance.now();
    await sendBodies(url, bodies, 1);
    answers.push(performance.now() - since);
    taken += spans;
  }

  const timer = setInterval(() => {
    if (waiting.size >= MAX_WAITING) return;
    const offered = offer().finally(() => waiting.delete(offered));
    waiting.add(offered);
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(waiting);
      return { spansPerSecond: taken / ((performance.now() - startedAt) / 1000), answers };
    },
  };
}
