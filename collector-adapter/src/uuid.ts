import { hash } from "node:crypto";
import { readUuid } from "@runline/contract";

/** Namespace of the UUIDs that Runline derives from names (UUIDv5); chosen once at random, never to change. */
const NAMESPACE = Buffer.from("6f1f3c9a5b0e4a7e9d64c2a8f0b7e135", "hex");

/** The ids of texts seen before: the spans of a run have the same agent, room and run, and each reads them twice. */
const KNOWN = new Map<string, string>();
const MAX_KNOWN = 4096;

/** The id itself, in lower case, when it is a UUID, else the UUIDv5 of it: the same text always gives the same id. */
export function toUuid(id: string): string {
  const known = KNOWN.get(id);
  if (known !== undefined) return known;
  const uuid = readUuid(id) ?? toUuidV5(id);
  if (KNOWN.size >= MAX_KNOWN) KNOWN.clear();
  KNOWN.set(id, uuid);
  return uuid;
}

/** The key of a trace: its 32-digit id written as a UUID. */
export function toTraceKey(traceId: string): string {
  return formatUuid(traceId);
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
