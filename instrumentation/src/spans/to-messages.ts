type Role = "user" | "assistant";

/**
 * Gives content the shape that the GenAI conventions give to messages. A string becomes one message of `role`; what is an
 * array already, such as a chat history, stays as it is.
 */
export function toMessages(role: Role): (value: unknown) => unknown {
  return (value) => {
    if (value === undefined || value === null || Array.isArray(value)) return value ?? undefined;
    const part = typeof value === "string" ? { type: "text", content: value } : { type: "generic", content: value };
    return [{ role, parts: [part] }];
  };
}
