import { isJsonObject, JsonFields } from "./json-fields.ts";
import type { JsonObject } from "./json-fields.ts";
import { OtlpDecodeError } from "./otlp-decode-error.ts";
import type { Attributes } from "./otlp-span.ts";
import { readAttributesField } from "./read-json-attributes.ts";
import { readJsonSpan } from "./read-json-span.ts";
import type { SpanCollector } from "./span-collector.ts";
import type { SpanGuard } from "./span-guard.ts";
import { MAX_ATTRIBUTES } from "./span-limits.ts";

/** Fields of ScopeSpans; only the URL has two spellings. */
const SCOPE_SPANS_FIELDS: ReadonlySet<string> = new Set(["scope", "spans", "schemaUrl", "schema_url"]);
/** Escapes of NUL and of surrogates: the only way such characters get into parsed JSON. */
const UNSTORABLE_ESCAPE = /\\u(?:0000|d[89a-f])/i;

/**
 * Reads an ExportTraceServiceRequest in protobuf's JSON mapping as OTLP changes it: ids are hex. Every field may have
 * either spelling (`resourceSpans`, `resource_spans`), and enums may be numbers or names.
 */
export function decodeJson(body: Uint8Array, collector: SpanCollector, guard: SpanGuard): void {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  const request = parseRequest(text);
  const fields = new JsonFields(guard, hasUnstorableEscape(text));
  for (const key in request) {
    const value = request[key];
    if (value === null) continue;
    switch (key) {
      case "resourceSpans":
      case "resource_spans":
        if (!Array.isArray(value)) throw new OtlpDecodeError("resourceSpans must be an array.");
        for (const resourceSpans of value) readResourceSpans(fields, resourceSpans, collector);
        break;
      case "resourceLogs":
      case "resource_logs":
        if (!isEmpty(value)) collector.unread.addSignal("logs");
        break;
      case "resourceMetrics":
      case "resource_metrics":
        if (!isEmpty(value)) collector.unread.addSignal("metrics");
        break;
      default:
        if (!isEmpty(value)) collector.unread.addField(key);
    }
  }
}

/** Looking for any `\u` first is 20 times as fast as the pattern, which alone takes 4 % of the decoding. */
function hasUnstorableEscape(text: string): boolean {
  return text.includes("\\u") && UNSTORABLE_ESCAPE.test(text);
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

function readResourceSpans(fields: JsonFields, resourceSpans: unknown, collector: SpanCollector): void {
  const { guard } = fields;
  guard.begin();
  const object = fields.object(resourceSpans, "resourceSpans[]") ?? {};
  let resourceValue: unknown;
  let scopeList: readonly unknown[] = [];
  let libraryList: readonly unknown[] = [];
  for (const key in object) {
    const value = object[key];
    if (value === null) continue;
    switch (key) {
      case "resource":
        resourceValue = value;
        break;
      case "scopeSpans":
      case "scope_spans":
        scopeList = scopeList.concat(fields.list(value, "scopeSpans"));
        break;
      case "instrumentationLibrarySpans":
      case "instrumentation_library_spans":
        libraryList = libraryList.concat(fields.list(value, "instrumentationLibrarySpans"));
        break;
      case "schemaUrl":
      case "schema_url":
        break;
      default:
        if (!isEmpty(value)) collector.unread.addField(`resourceSpans[].${key}`);
    }
  }
  if (guard.reason !== undefined) {
    collector.reject(guard.reason);
    return;
  }
  const resource = readResource(fields, resourceValue);
  const reason = guard.reason;
  for (const scopeSpans of scopeList) readScopeSpans(fields, scopeSpans, resource, reason, collector);
  // While the name changed, exporters wrote the same spans under both: the old name counts where it stands alone.
  if (scopeList.length === 0) collector.rejectOldSpans(countSpans(libraryList));
}

function readResource(fields: JsonFields, value: unknown): Attributes {
  const resource: Attributes = {};
  const object = fields.object(value, "resource") ?? {};
  for (const key in object) readAttributesField(fields, key, object[key], resource, MAX_ATTRIBUTES);
  fields.guard.mark(resource);
  return resource;
}

/** `resourceReason` rejects every span: a resource that cannot be read belongs to all of them. */
function readScopeSpans(
  fields: JsonFields,
  scopeSpans: unknown,
  resource: Attributes,
  resourceReason: string | undefined,
  collector: SpanCollector,
): void {
  const { guard } = fields;
  guard.begin();
  const object = fields.object(scopeSpans, "scopeSpans[]") ?? {};
  const spanList = fields.list(object["spans"], "spans");
  if (guard.reason !== undefined) {
    collector.reject(guard.reason);
    return;
  }
  const scope = fields.object(object["scope"], "scope") ?? {};
  const scopeName = guard.takeName(fields.text(scope["name"], "scope.name"));
  const scopeVersion = guard.takeName(fields.text(scope["version"], "scope.version"));
  const reason = resourceReason ?? guard.reason;
  for (const key in object) {
    if (!SCOPE_SPANS_FIELDS.has(key) && !isEmpty(object[key])) collector.unread.addField(`scopeSpans[].${key}`);
  }
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

/** Spans of a list of InstrumentationLibrarySpans. */
function countSpans(libraryList: readonly unknown[]): number {
  let count = 0;
  for (const library of libraryList) {
    const spans = isJsonObject(library) ? library["spans"] : undefined;
    if (Array.isArray(spans)) count += spans.length;
  }
  return count;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
