import { isRecord } from "../is-record.ts";
import { isEmpty } from "./members.ts";

/** What a message has beside what it says: all there is where content is not captured. */
const BESIDE = new Set([
  "role",
  "name",
  "id",
  "index",
  "finish_reason",
  "type",
  "event.name",
  "gen_ai.system",
  "gen_ai.message.index",
]);

/** Whether a message, whose form may be any, says more than who speaks and why that ended. */
export function saysSomething(message: unknown): boolean {
  if (Array.isArray(message)) return message.some(saysSomething);
  if (!isRecord(message)) return !isEmpty(message);
  return Object.entries(message).some(([name, value]) => {
    if (BESIDE.has(name)) return false;
    return name === "message" && isRecord(value) ? saysSomething(value) : true;
  });
}
