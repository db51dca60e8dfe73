/** A copy of a value as plain data, taken now: events and replies carry objects that elizaOS goes on changing. */
export function toPlain(value, ancestors = []) {
  if (typeof value === "function") return "[function]";
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return "[date]";
  if (value instanceof Error) {
    const { name, message, code } = value;
    return { name, message, code };
  }
  if (value.constructor?.name === "AgentRuntime") return "[runtime]";
  if (ancestors.includes(value)) return "[circular]";
  const path = [...ancestors, value];
  if (Array.isArray(value)) {
    return isVector(value) ? `[${value.length} numbers]` : value.map((item) => toPlain(item, path));
  }
  if (value instanceof Map) return toPlain([...value], ancestors);
  return Object.fromEntries(Object.keys(value).map((key) => [key, toPlain(readMember(value, key), path)]));
}

const isVector = (list) => list.length > 16 && list.every((item) => typeof item === "number");

function readMember(value, key) {
  try {
    return value[key];
  } catch (error) {
    return `[throws ${error.message}]`;
  }
}
