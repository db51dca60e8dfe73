import { readUuid } from "@runline/contract";

/** Whether a text has the form of an id: a UUID, or what names a trace or a span, 32 or 16 hex digits. */
export function isId(text: string): boolean {
  return readUuid(text) !== undefined || /^([0-9a-f]{16}|[0-9a-f]{32})$/i.test(text);
}
