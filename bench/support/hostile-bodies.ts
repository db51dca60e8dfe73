import { gzipSync } from "node:zlib";

const BODY_BYTES = 64 * 1024 * 1024 - 1024;

/** A body that is made to cost more than its size. */
export interface HostileBody {
  name: string;
  headers: Record<string, string>;
  create: () => Buffer;
}

const JSON_TYPE = { "content-type": "application/json" };
const PROTOBUF_TYPE = { "content-type": "application/x-protobuf" };

/** One of each kind, of 64 MiB; each is made when it is sent. */
export const HOSTILE_BODIES: readonly HostileBody[] = [
  { name: "empty objects", headers: JSON_TYPE, create: () => fill('{"resourceSpans":[{}', ",{}", "]}") },
  { name: "lists in each other", headers: JSON_TYPE, create: () => fill('{"x":', "[", "") },
  { name: "different members", headers: JSON_TYPE, create: createMembers },
  { name: "numbers", headers: JSON_TYPE, create: () => fill('{"x":[1', ",1e9", "]}") },
  { name: "one text", headers: JSON_TYPE, create: () => fill('{"x":"', "\\u0000", '"}') },
  { name: "unknown fields", headers: PROTOBUF_TYPE, create: () => fill("", Buffer.from([0x7a, 0]), "") },
  { name: "empty messages", headers: PROTOBUF_TYPE, create: () => fill("", Buffer.from([0x0a, 0]), "") },
  {
    name: "65 kB that unpack to it",
    headers: { ...JSON_TYPE, "content-encoding": "gzip" },
    create: () => gzipSync(fill("{", " ", "}")),
  },
];

function fill(before: string, unit: string | Buffer, after: string): Buffer {
  return Buffer.concat([Buffer.from(before), Buffer.alloc(BODY_BYTES, unit), Buffer.from(after)]);
}

function createMembers(): Buffer {
  const members: string[] = [];
  for (let bytes = 0; bytes < BODY_BYTES; bytes += 20) members.push(`"member-${members.length + 1_000_000}":""`);
  return Buffer.from(`{${members.join(",")}}`);
}
