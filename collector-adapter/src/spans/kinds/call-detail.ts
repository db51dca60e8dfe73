import type { Attributes, OtlpSpan } from "../../otlp/otlp-span.ts";

/** Where a call went, by OpenTelemetry's conventions for HTTP, databases, queues and RPC and their older names; the best first. */
const PLACES = [
  "url.full",
  "http.url",
  "http.target",
  "url.path",
  "http.route",
  "db.query.summary",
  "db.query.text",
  "db.statement",
  "db.collection.name",
  "messaging.destination.name",
  "rpc.method",
];
const HOSTS = ["server.address", "http.host", "net.peer.name"];
/** Characters of a statement that are looked at. */
const MAX_PLACE = 200;
const STATUSES = ["http.response.status_code", "http.status_code"];

/**
 * What a call of the infrastructure asked for and, of HTTP, what it was answered: all calls of one service have the same name.
 *
 * @example toCallDetail(span) // "api.example.com/v1/items 503"
 */
export function toCallDetail({ attributes, name }: OtlpSpan): string | undefined {
  const place = toShort(find(attributes, PLACES) ?? "");
  const host = place === "" || place.startsWith("/") ? (find(attributes, HOSTS) ?? "") : "";
  // Many have the route or the query in their name.
  const isNamed = place !== "" && name.includes(place);
  const words = [isNamed ? host : `${host}${place}`, find(attributes, STATUSES)];
  return words.filter(Boolean).join(" ") || undefined;
}

function find(attributes: Attributes, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = attributes[key];
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number") return String(value);
  }
  return undefined;
}

/** Without what is the same everywhere, or a secret: scheme, user and query of an address, line breaks of a statement. */
function toShort(place: string): string {
  const url = /^[a-z]+:\/\/(?:[^/?#]*@)?([^?#]*)/i.exec(place)?.[1] ?? place;
  return url.startsWith("/") ? (url.split("?", 1)[0] ?? "") : url.slice(0, MAX_PLACE).replaceAll(/\s+/g, " ").trim();
}
