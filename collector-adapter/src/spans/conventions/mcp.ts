import type { Convention, OwnRules } from "./convention.ts";
import { text } from "./fact-rule.ts";
import { readMarker } from "./read-marker.ts";

/** The session of a server that is called alone. Below an agent the conversation is the agent's. */
const OWN_OF_ROOT: OwnRules = { facts: [text("conversationId", "mcp.session.id")], content: [] };

/** Clients and servers of the Model Context Protocol: of their requests only a call of a tool is a step of an agent. */
export const mcp: Convention = {
  name: "mcp",
  mark: "`mcp.method.name`; only `tools/call` is a step",
  kindOf(span) {
    const method = readMarker(span, "mcp.method.name");
    if (method === "") return undefined;
    return method === "tools/call" ? "action" : "infrastructure";
  },
  // After the method, before which the SDK of Python says that it sends.
  toolNameOf: ({ name }) => /\btools\/call (.+)$/.exec(name)?.[1],
  facts: [],
  content: [],
  own: ({ parentSpanId }) => (parentSpanId === undefined ? OWN_OF_ROOT : undefined),
};
