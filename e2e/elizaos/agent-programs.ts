import { findNode24 } from "../support/find-node-24.ts";
import { publishPlugin } from "./publish-plugin.ts";
import type { StartAgentOptions } from "./start-agent.ts";

/** A way to run the agent. */
export interface AgentProgram {
  readonly title: string;
  /** Why it cannot be run here, if it cannot. */
  readonly missing?: string;
  open(): Promise<OpenProgram>;
}

/** A program that is ready to be started. */
export interface OpenProgram {
  readonly options: StartAgentOptions;
  /** Removes what was made for it. */
  close(): Promise<void>;
}

/** The agent on the Node of the tests, in the workspace; and on Node 24, with the plugin as it is published. */
export const AGENT_PROGRAMS: readonly AgentProgram[] = [
  {
    title: `Node ${process.versions.node}, in the workspace`,
    open: () => Promise.resolve({ options: {}, close: () => Promise.resolve() }),
  },
  toPublishedProgram(findNode24(), "1.7"),
];

/** The agent on elizaOS 2.0, which wants Node 24. */
export const AGENT_PROGRAM_2: AgentProgram = toPublishedProgram(findNode24(), "2.0");

function toPublishedProgram(node: string | undefined, eliza: "1.7" | "2.0"): AgentProgram {
  if (node === undefined) {
    const missing = `npm test installs Node 24 into e2e/node-24; there is none for ${process.platform} on ${process.arch}`;
    return { title: `Node 24 (skipped: ${missing})`, missing, open: () => Promise.reject(new Error(missing)) };
  }
  return {
    title: `Node 24, elizaOS ${eliza}, as published`,
    async open() {
      const plugin = await publishPlugin();
      return { options: { eliza, published: { node, pluginUrl: plugin.url } }, close: () => plugin.remove() };
    },
  };
}
