import type { RunSummary } from "@runline/contract";
import { createRunsClient } from "@runline/contract/client";
import { readWholeSpans, type WholeSpan } from "../../../test-support/read-whole-spans.ts";

/** A run as the API shows it. */
export interface ShownRun {
  agent: string;
  summary: RunSummary;
  spans: WholeSpan[];
}

/** Reads every run of every agent. */
export async function readRuns(baseUrl: string): Promise<ShownRun[]> {
  const client = createRunsClient({ baseUrl });
  const shown: ShownRun[] = [];
  for (const { agentId, name } of (await client.listAgents()).agents) {
    for (const summary of (await client.listRuns(agentId, { limit: 100 })).runs) {
      const spans = await readWholeSpans(client, agentId, summary.runId);
      shown.push({ agent: name ?? agentId, summary, spans });
    }
  }
  return shown;
}

/** The one run in which `text` was said, and the span of the run itself. */
export function findRun(runs: readonly ShownRun[], text: string): ShownRun & { run: WholeSpan } {
  const found = runs.flatMap((shown) => {
    const run = shown.spans.find(({ kind, otherAgent, input }) => {
      // What another agent was asked stands in the waterfall of the one that asked, too.
      return kind === "run" && otherAgent === undefined && JSON.stringify(input)?.includes(text);
    });
    return run === undefined ? [] : [{ ...shown, run }];
  });
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} runs in which "${text}" was said.`);
  return first;
}

/** The one span of that name or label. */
export function findSpan(spans: readonly WholeSpan[], name: string): WholeSpan {
  const found = spans.filter((span) => span.name === name || span.label === name);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} spans called "${name}".`);
  return first;
}

/** Names of the span and of those above it that are in the list, the outermost first. */
export function toPath(spans: readonly WholeSpan[], span: WholeSpan): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [...(parent === undefined ? [] : toPath(spans, parent)), span.name];
}
