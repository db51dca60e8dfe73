import type { RunSummary } from "@runline/contract";
import { createRunsClient, type RunsClient } from "@runline/contract/client";
import type { Adapter } from "../../test-support/start-adapter.ts";
import { startAgent, type Agent, type StartAgentOptions, type TrueRun, type Truth } from "./start-agent.ts";

/** What is known of an agent after it has been talked to: the truth, and whom to ask for what Runline says. */
export interface Findings extends Truth {
  readonly client: RunsClient;
  readonly agentId: string;
  /** Version of the agent's Node. */
  readonly node: string;
  /** The list of runs, all pages. */
  readonly reported: RunSummary[];
  /** Everything the agent's process wrote. */
  readonly output: string;
}

/**
 * Talks to a real agent; a recorder outside of elizaOS and of Runline notes what really happens, and the agent stops, which
 * sends everything. Only then is the API asked, so that nothing has to be waited for.
 */
export async function holdConversation(
  adapter: Adapter,
  options: StartAgentOptions,
  talk: (agent: Agent) => Promise<void>,
): Promise<Findings> {
  const agent = await startAgent(adapter.url, options);
  try {
    await talk(agent);
    const truth = await agent.truth();
    await agent.stop();
    const client = createRunsClient({ baseUrl: adapter.url });
    const { agentId, node } = agent;
    return { ...truth, client, agentId, node, reported: await listAllRuns(client, agentId), output: agent.output() };
  } finally {
    await agent.kill9();
  }
}

/** What really happened in the run of a message. */
export function findRun({ runs }: Findings, says: string): TrueRun {
  const found = runs.filter((run) => run.says === says);
  if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} runs said "${says}", not one.`);
  return found[0];
}

async function listAllRuns(client: RunsClient, agentId: string): Promise<RunSummary[]> {
  const all: RunSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.listRuns(agentId, { limit: 100, ...(cursor !== undefined && { cursor }) });
    all.push(...page.runs);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}
