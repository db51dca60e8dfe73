import { hash } from "node:crypto";
import { readUuid } from "@runline/contract";

/** Namespace of the UUIDs that Runline derives from names (UUIDv5); chosen once at random, never to change. */
const NAMESPACE = Buffer.from("6f1f3c9a5b0e4a7e9d64c2a8f0b7e135", "hex");

/** Ids of texts seen before: the spans of a run have the same trace, agent, room and run, and one text for all is less to remember. */
const KNOWN = new Map<string, string>();
const KNOWN_TRACES = new Map<string, string>();
/** Texts of 1,024 characters at most, 8 MB at worst. */
const MAX_KNOWN = 4096;

function remember(known: Map<string, string>, text: string, make: (text: string) => string): string {
  const before = known.get(text);
  if (before !== undefined) return before;
  const made = make(text);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(text, made);
  return made;
}

/** The id itself, in lower case, when it is a UUID, else the UUIDv5 of it: the same text always gives the same id. */
export function toUuid(id: string): string {
  return remember(KNOWN, id, (text) => readUuid(text) ?? toUuidV5(text));
}

/** The key of a trace: its 32-digit id written as a UUID. */
export function toTraceKey(traceId: string): string {
  return remember(KNOWN_TRACES, traceId, formatUuid);
}

/** UUIDv5 of a name in Runline's namespace (1 µs). */
export function toUuidV5(name: string): string {
  const digest = hash("sha1", Buffer.concat([NAMESPACE, Buffer.from(name)]), "buffer");
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return formatUuid(digest.toString("hex", 0, 16));
}

/** Puts the dashes into 32 hex digits. */
export function formatUuid(hex: string): string {
  // Joined, a text is one thing to the memory; of a template all pieces stay.
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
