import type { SpanTree } from "./span-node.ts";

/**
 * Finds the spans of agents. A chain is one where it names an agent that the agent around it is not: frameworks hand the
 * name down to every step inside.
 */
export function markAgents({ nodes }: SpanTree): void {
  for (const node of nodes) {
    const { span, parent } = node;
    node.agentAround = parent?.isAgent === true ? parent : parent?.agentAround;
    const isNamedChain = span.isChain === true && span.agentName !== undefined;
    node.isAgent = isNamedChain ? span.agentName !== node.agentAround?.span.agentName : node.kind === "run";
    node.agentDepth = (parent?.agentDepth ?? 0) + (node.isAgent ? 1 : 0);
    if (node.isAgent) node.kind = "run";
  }
}
