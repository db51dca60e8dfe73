import type { ContentMessage } from "@runline/contract";
import { isRecord } from "../is-record.ts";
import { looksLikeJson } from "./from-json.ts";
import { isBlankText } from "./read-part.ts";

const MESSAGE_MEMBERS = new Set(["role", "name", "parts"]);
const ROLES = new Set(["system", "user", "assistant"]);

/**
 * Whether the value is a conversation that reading would give back as it is. Our own spans, and all content that was read before,
 * are spared the reading so. A `false` costs time, nothing else.
 */
export function isShaped(value: unknown): value is ContentMessage[] {
  return Array.isArray(value) && value.length > 0 && value.every(isShapedMessage);
}

function isShapedMessage(message: unknown): boolean {
  if (!isRecord(message) || !Object.keys(message).every((name) => MESSAGE_MEMBERS.has(name))) return false;
  const { role, name = "", parts } = message;
  if (typeof role !== "string" || !ROLES.has(role) || typeof name !== "string") return false;
  return Array.isArray(parts) && parts.length > 0 && parts.every(isShapedPart);
}

/** Texts and calls only: other parts are rare. */
function isShapedPart(part: unknown): boolean {
  if (!isRecord(part)) return false;
  const size = Object.keys(part).length;
  switch (part["type"]) {
    case "text":
    case "reasoning":
      return size === 2 && typeof part["content"] === "string" && !isBlankText(part["content"]);
    case "tool_call":
      return size === 4 && isNamed(part, "id", "name") && isRead(part["arguments"]);
    default:
      return false;
  }
}

function isNamed(part: Record<string, unknown>, ...names: readonly string[]): boolean {
  return names.every((name) => typeof part[name] === "string" && part[name] !== "");
}

/** Whether nothing is left in the value that reading would take out of a text. */
function isRead(value: unknown): boolean {
  return isRecord(value) || (typeof value === "string" && !looksLikeJson(value));
}
