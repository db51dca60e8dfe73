import type { JsonFields, JsonObject } from "./json-fields.ts";
import type { Attributes } from "./otlp-span.ts";
import type { ProtobufReader } from "./protobuf-reader.ts";
import type { OtlpSignal } from "./signals.ts";
import type { SpanGuard } from "./span-guard.ts";

/** What every item of a signal has: a span, a log record. */
export interface SignalItem {
  attributes: Attributes;
  scopeName: string;
  scopeVersion: string;
}

/** The two spellings of a name in JSON. */
type Spellings = readonly [camel: string, snake: string];

/**
 * What the requests of a signal differ in. All of them are a list of resources with a list of scopes with a list of items, under the
 * same numbers in protobuf.
 */
export interface SignalForm<Item extends SignalItem> {
  readonly signal: OtlpSignal;
  /** Names in JSON: of the lists of resources, of scopes, of items, and of the list of scopes before OTLP 1.0. */
  readonly resourceList: Spellings;
  readonly scopeList: Spellings;
  readonly itemList: Spellings;
  readonly oldScopeList: Spellings;
  /** The message that is expected. @example "ExportTraceServiceRequest" */
  readonly request: string;
  readJson(fields: JsonFields, object: JsonObject, resource: Attributes): Item;
  /** The reader stands before the length of the item. */
  readProtobuf(reader: ProtobufReader, guard: SpanGuard, resource: Attributes): Item;
  /** Makes an item that was read whole, or says why the item is not valid. */
  finish(item: Item): string | undefined;
}
