/**
 * Content in the shape the GenAI conventions give to messages. A string becomes one message of `role`; what is an array
 * already, such as a chat history, stays as it is.
 */
export function toMessages(role: "user" | "assistant", value: unknown): unknown {
  if (value === undefined || value === null || Array.isArray(value)) return value ?? undefined;
  const text = typeof value === "string" ? value : undefined;
  return [
    { role, parts: [text === undefined ? { type: "generic", content: value } : { type: "text", content: text }] },
  ];
}
