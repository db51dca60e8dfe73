import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { getPort } from "../../test-support/get-port.ts";
import { STREAMS } from "./stream-answers.ts";

const MODEL = "gpt-4o-mini-2024-07-18";
const TOOL_CALL = { name: "find_book", arguments: JSON.stringify({ title: "Moby-Dick" }) };
const ANSWER = "Moby-Dick is on shelf 4.";

/** A model behind OpenAI's two addresses, which asks for the tool once and then answers; coding agents it answers at once, at theirs. */
export interface ModelServer {
  /** For `OPENAI_BASE_URL`. */
  url: string;
  close(): void;
}

/** Starts it on a free port of this machine. */
export async function startModelServer(): Promise<ModelServer> {
  const server: Server = createServer(async (request, response) => {
    const body = await text(request);
    const { url = "" } = request;
    const stream = STREAMS.find(({ path }) => path.test(url));
    if (stream !== undefined && (/"stream": ?true/.test(body) || !stream.isNamed)) {
      // By the id of the request Claude Code says which of its records are of one call.
      response.writeHead(200, { "content-type": "text/event-stream", "request-id": `req_${randomUUID()}` });
      for (const event of stream.toEvents(ANSWER)) {
        const name = event.type === undefined ? "" : `event: ${event.type}\n`;
        response.write(`${name}data: ${JSON.stringify(event)}\n\n`);
      }
      response.end();
      return;
    }
    const isChat = url.endsWith("/chat/completions");
    const isStreamed = isChat && /"stream": ?true/.test(body);
    response.writeHead(200, { "content-type": isStreamed ? "text/event-stream" : "application/json" });
    if (isStreamed) for (const event of streamChat(body)) response.write(`data: ${event}\n\n`);
    response.end(isStreamed ? "" : JSON.stringify(isChat ? answerChat(body) : answerResponses(body)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${getPort(server)}/v1`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The same answer as {@link answerChat}, in one piece, and its end. */
function streamChat(body: string): string[] {
  const { usage, choices, ...head } = answerChat(body);
  const [{ message, finish_reason }] = choices;
  const { tool_calls: calls, ...delta } = message;
  const piece = { ...delta, ...(calls && { tool_calls: calls.map((call, index) => ({ index, ...call })) }) };
  const toChunk = (more: object) => JSON.stringify({ ...head, object: "chat.completion.chunk", ...more });
  return [
    toChunk({ choices: [{ index: 0, delta: piece, finish_reason: null }] }),
    toChunk({ choices: [{ index: 0, delta: {}, finish_reason }], usage }),
    "[DONE]",
  ];
}

function answerChat(body: string) {
  const isAnswer = body.includes('"role":"tool"') || body.includes('"role": "tool"');
  const calls = [{ id: "call_1", type: "function", function: TOOL_CALL }];
  const message = {
    role: "assistant",
    content: isAnswer ? ANSWER : null,
    ...(isAnswer ? {} : { tool_calls: calls }),
  };
  const choice = { index: 0, message, finish_reason: isAnswer ? "stop" : "tool_calls" };
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_764_500_000,
    model: MODEL,
    choices: [choice] as const,
    usage: { prompt_tokens: 52, completion_tokens: 17, total_tokens: 69 },
  };
}

function answerResponses(body: string): object {
  const output = body.includes("function_call_output")
    ? {
        id: "msg_1",
        type: "message",
        role: "assistant",
        status: "completed",
        content: [{ type: "output_text", text: ANSWER, annotations: [] }],
      }
    : { id: "fc_1", type: "function_call", call_id: "call_1", status: "completed", ...TOOL_CALL };
  return {
    id: "resp_1",
    object: "response",
    created_at: 1_764_500_000,
    model: MODEL,
    status: "completed",
    output: [output],
    parallel_tool_calls: true,
    tool_choice: "auto",
    tools: [],
    usage: {
      input_tokens: 52,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 17,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 69,
    },
  };
}
