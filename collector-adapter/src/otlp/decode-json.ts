import { isJsonObject, JsonFields } from "./json-fields.ts";
import type { JsonObject } from "./json-fields.ts";
import { OtlpDecodeError } from "./otlp-decode-error.ts";
import type { Attributes } from "./otlp-span.ts";
import { readJsonAttributes } from "./read-json-attributes.ts";
import { readJsonSpan } from "./read-json-span.ts";
import type { SpanCollector } from "./span-collector.ts";
import { SpanGuard } from "./span-guard.ts";
import { MAX_ATTRIBUTES } from "./span-limits.ts";

/** Escapes of NUL and of surrogates: the only way such characters get into parsed JSON. */
const UNSTORABLE_ESCAPE = /\\u(?:0000|d[89a-f])/i;

/** Reads an ExportTraceServiceRequest in protobuf's JSON mapping as OTLP changes it: hex ids, enums as numbers. */
export function decodeJson(body: Uint8Array, collector: SpanCollector): void {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  const request = parseRequest(text);
  const fields = new JsonFields(new SpanGuard(), UNSTORABLE_ESCAPE.test(text));
  const list = request["resourceSpans"] ?? [];
  if (!Array.isArray(list)) throw new OtlpDecodeError("resourceSpans must be an array.");
  for (const resourceSpans of list) readResourceSpans(fields, resourceSpans, collector);
}

function parseRequest(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new OtlpDecodeError("The body is not valid JSON.", { cause: error });
  }
  if (isJsonObject(value)) return value;
  throw new OtlpDecodeError("The body must be a JSON object with resourceSpans.");
}

function readResourceSpans(fields: JsonFields, value: unknown, collector: SpanCollector): void {
  const { guard } = fields;
  guard.begin();
  const object = fields.object(value, "resourceSpans[]") ?? {};
  const scopeList = fields.list(object["scopeSpans"], "scopeSpans");
  if (guard.reason !== undefined) {
    collector.reject(guard.reason);
    return;
  }
  const resource: Attributes = {};
  const resourceObject = fields.object(object["resource"], "resource") ?? {};
  readJsonAttributes(fields, resourceObject["attributes"], resource, MAX_ATTRIBUTES);
  guard.addDropped("attributes", fields.unsigned(resourceObject["droppedAttributesCount"], "droppedAttributesCount"));
  guard.mark(resource);
  const reason = guard.reason;
  for (const scopeSpans of scopeList) readScopeSpans(fields, scopeSpans, resource, reason, collector);
}

/** `resourceReason` rejects every span: a resource that cannot be read belongs to all of them. */
function readScopeSpans(
  fields: JsonFields,
  value: unknown,
  resource: Attributes,
  resourceReason: string | undefined,
  collector: SpanCollector,
): void {
  const { guard } = fields;
  guard.begin();
  const object = fields.object(value, "scopeSpans[]") ?? {};
  const spanList = fields.list(object["spans"], "spans");
  if (guard.reason !== undefined) {
    collector.reject(guard.reason);
    return;
  }
  const scope = fields.object(object["scope"], "scope") ?? {};
  const scopeName = guard.takeName(fields.text(scope["name"], "scope.name"));
  const scopeVersion = guard.takeName(fields.text(scope["version"], "scope.version"));
  const reason = resourceReason ?? guard.reason;
  for (const spanValue of spanList) {
    if (!collector.takeSpan()) continue;
    guard.begin();
    if (reason !== undefined) guard.reject(reason);
    if (!isJsonObject(spanValue)) guard.reject("span must be an object.");
    const span = readJsonSpan(fields, isJsonObject(spanValue) ? spanValue : {}, resource);
    span.scopeName = scopeName;
    span.scopeVersion = scopeVersion;
    collector.add(span, guard);
  }
}
