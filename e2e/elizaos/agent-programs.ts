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
  toPublishedProgram(findNode24()),
];

function toPublishedProgram(node: string | undefined): AgentProgram {
  if (node === undefined) {
    const missing = `npm test installs Node 24 into e2e/node-24; there is none for ${process.platform} on ${process.arch}`;
    return { title: `Node 24 (skipped: ${missing})`, missing, open: () => Promise.reject(new Error(missing)) };
  }
  return {
    title: "Node 24, as published",
    async open() {
      const plugin = await publishPlugin();
      return { options: { published: { node, pluginUrl: plugin.url } }, close: () => plugin.remove() };
    },
  };
}
