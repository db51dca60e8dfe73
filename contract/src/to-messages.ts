/** Who speaks in a message that an agent takes or gives. */
export type MessageRole = "user" | "assistant";

/**
 * Gives content the shape that the GenAI conventions give to messages. A string becomes one message of `role`; what is an
 * array already, such as a chat history, stays as it is; anything else is a part of its own kind. Nothing stays nothing.
 *
 * @example toMessages("user", "Hello.") // [{ role: "user", parts: [{ type: "text", content: "Hello." }] }]
 */
export function toMessages(role: MessageRole, value: unknown): unknown {
  if (value === undefined || value === null || Array.isArray(value)) return value ?? undefined;
  const part = typeof value === "string" ? { type: "text", content: value } : { type: "generic", content: value };
  return [{ role, parts: [part] }];
}
