/** Whether the value is an object with members and not a list. Ask such an object for names of its own only. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
