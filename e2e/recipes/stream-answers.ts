/** An event of a stream, whose type some name before it as well. */
interface StreamEvent {
  type?: string;
  [member: string]: unknown;
}

/** Server-sent events by the path that is asked: what the models of coding agents answer, in one piece. */
export const STREAMS: readonly { path: RegExp; toEvents: (answer: string) => StreamEvent[]; isNamed: boolean }[] = [
  { path: /\/messages(\?|$)/, toEvents: toAnthropicEvents, isNamed: true },
  { path: /\/responses$/, toEvents: toResponsesEvents, isNamed: true },
  { path: /:streamGenerateContent/, toEvents: toGeminiEvents, isNamed: false },
];

function toAnthropicEvents(answer: string): StreamEvent[] {
  const usage = { input_tokens: 52, output_tokens: 1 };
  const message = { id: "msg_1", type: "message", role: "assistant", model: "claude-sonnet-4-5", content: [] };
  return [
    { type: "message_start", message: { ...message, stop_reason: null, stop_sequence: null, usage } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: answer } },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage: { output_tokens: 17 } },
    { type: "message_stop" },
  ];
}

function toResponsesEvents(answer: string): StreamEvent[] {
  const content = [{ type: "output_text", text: answer }];
  const usage = { input_tokens: 52, output_tokens: 17, total_tokens: 69 };
  return [
    { type: "response.created", response: { id: "resp_1" } },
    { type: "response.output_item.done", item: { type: "message", id: "msg_1", role: "assistant", content } },
    { type: "response.completed", response: { id: "resp_1", usage } },
  ];
}

function toGeminiEvents(answer: string): StreamEvent[] {
  const content = { role: "model", parts: [{ text: answer }] };
  const usageMetadata = { promptTokenCount: 52, candidatesTokenCount: 17, totalTokenCount: 69 };
  return [
    { candidates: [{ content, finishReason: "STOP", index: 0 }], usageMetadata, modelVersion: "gemini-2.5-flash" },
  ];
}
