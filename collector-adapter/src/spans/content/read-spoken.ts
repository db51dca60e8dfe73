import { isRecord } from "../is-record.ts";
import { fromText } from "./from-json.ts";
import { isSpeaker } from "./read-message.ts";

/**
 * Messages whose only member is what is said, under the name of who speaks; `undefined` when one is something else.
 *
 * @example readSpoken(['{"human":"Hi"}']) // [{ role: "human", content: "Hi" }]
 */
export function readSpoken(value: unknown): object[] | undefined {
  const messages: object[] = [];
  for (const item of Array.isArray(value) ? value : [value]) {
    const spoken = fromText(item);
    const [[role, said] = [], ...others] = isRecord(spoken) ? Object.entries(spoken) : [];
    if (role === undefined || others.length > 0 || !isSpeaker(role)) return undefined;
    messages.push(toMessage(role, fromText(said)));
  }
  return messages;
}

/** What a model asks of tools is a call, or a list of calls, in the place of words. */
function toMessage(role: string, said: unknown): object {
  const calls = Array.isArray(said) ? said : [said];
  const asks = calls.every((call) => isRecord(call) && typeof call["name"] === "string");
  return asks ? { role, tool_calls: calls } : { role, content: said };
}
