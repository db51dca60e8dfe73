import type { FaultSpan } from "./fault-trace.ts";
import type { TestAttributes } from "./test-span.ts";

type At = FaultSpan["at"];
type Rest = Partial<FaultSpan>;

/** The GenAI conventions, as agent frameworks have them. */
export const genAi = {
  agent: (name: string, at: At, rest: Rest = {}) =>
    span(`invoke_agent ${name}`, at, { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": name }, rest),
  chat: (at: At, rest: Rest = {}) =>
    span(
      "chat gpt-4o",
      at,
      { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o", "gen_ai.provider.name": "openai" },
      rest,
    ),
  tool: (name: string, at: At, rest: Rest = {}) =>
    span(`execute_tool ${name}`, at, { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": name }, rest),
};
/** OpenInference, as for LangGraph. */
export const openInference = {
  of: (kind: string, name: string, at: At, rest: Rest = {}) =>
    span(
      name,
      at,
      {
        "openinference.span.kind": kind,
        ...(kind === "TOOL" && { "tool.name": name }),
        ...(kind === "LLM" && { "llm.model_name": "gpt-4o" }),
      },
      rest,
    ),
};
/** The AI SDK. */
export const vercel = {
  of: (id: string, at: At, rest: Rest = {}) =>
    span(
      id,
      at,
      { "operation.name": id, "ai.operationId": id, "ai.model.id": "gpt-4o", "ai.model.provider": "openai.chat" },
      rest,
    ),
  tool: (name: string, at: At, rest: Rest = {}) =>
    span(
      "ai.toolCall",
      at,
      { "ai.operationId": "ai.toolCall", "ai.toolCall.name": name, "ai.toolCall.args": "{}" },
      rest,
    ),
};
/** Runline's own instrumentation of elizaOS. */
export const eliza = {
  run: (status: string, at: At, rest: Rest = {}) =>
    span(
      "invoke_agent Eliza",
      at,
      {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": "Eliza",
        "runline.run.id": "5f1d0c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10",
        "runline.run.status": status,
      },
      rest,
    ),
  action: (name: string, at: At, rest: Rest = {}) =>
    span(
      `execute_tool ${name}`,
      at,
      {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": name,
        "runline.action.name": name,
        "runline.run.id": "5f1d0c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10",
      },
      rest,
    ),
  of: (operation: string, at: At, rest: Rest = {}) =>
    span(
      operation,
      at,
      { "gen_ai.operation.name": operation, "runline.run.id": "5f1d0c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10" },
      rest,
    ),
};
/** A call over HTTP, as its client sends it: a status other than 200 is a failure. */
export const http = (method: string, url: string, status: number | string, at: At, rest: Rest = {}) =>
  span(
    method,
    at,
    {
      "http.request.method": method,
      "url.full": url,
      "server.address": new URL(url).hostname,
      ...(typeof status === "number" ? { "http.response.status_code": status } : {}),
      ...(status === 200 ? {} : { "error.type": String(status) }),
    },
    { ...(status !== 200 && { error: "" }), ...rest },
  );

/** A span of any instrumentation. */
export function span(name: string, at: At, has: TestAttributes, rest: Rest): FaultSpan {
  return { name, at, ...rest, has: { ...has, ...rest.has } };
}
