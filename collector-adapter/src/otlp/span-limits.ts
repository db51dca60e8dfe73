/**
 * Limits of what one request and one span may hold. A sender cannot make the server spend more than a small multiple of
 * the body it sent. What is beyond a limit is left out of the span, and the span says so in the attributes named below.
 */

/**
 * Spans or log records of one request, invalid ones included; further ones are not read, but rejected and reported. A typical span is
 * 580 bytes, so a body of 64 MiB, the largest the receiver takes, stays below this; only spans made to be tiny (a decoded
 * one costs about 500 bytes) reach it.
 */
export const MAX_REQUEST_ITEMS = 262_144;

/**
 * Attributes of a span or resource. SDKs stop at 128 by default, but flattened message lists (`llm.input_messages.7.…`)
 * take about five each, so their users raise that: this holds a conversation of 800 messages.
 */
export const MAX_ATTRIBUTES = 4096;
/** Attributes of an event or link. */
export const MAX_EVENT_ATTRIBUTES = 128;
/** Events of a span. Some instrumentations write one per streamed chunk. */
export const MAX_EVENTS = 1024;
/** Links of a span. */
export const MAX_LINKS = 256;

/** Characters of one text. About 250,000 tokens: more than most models can read. */
export const MAX_TEXT_LENGTH = 1_048_576;
/** Characters of all texts of a span together, keys and names left out. */
export const MAX_SPAN_TEXT_LENGTH = 4 * MAX_TEXT_LENGTH;
/** Characters of a key, of a span's or event's name, of a scope's name or version, of a name or id that a list shows. */
export const MAX_NAME_LENGTH = 1024;

/** Characters of all keys and names of a span together, its events included. What comes after them is left out. */
export const MAX_SPAN_NAMES_LENGTH = 4 * MAX_TEXT_LENGTH;

/** Values of a span, members of lists and maps included: 20 embedding vectors of 3,072 numbers. */
export const MAX_SPAN_VALUES = 65_536;
/** Lists and maps inside each other. A tool call's arguments are the fifth level of a message list. */
export const MAX_VALUE_DEPTH = 32;

/**
 * How many attributes of the span, its events and links are missing, whether the sender or this server left them out.
 * The name is OpenTelemetry's, for systems that have no field for it.
 */
export const ATTR_DROPPED_ATTRIBUTES = "otel.dropped_attributes_count";
/** How many events are missing. */
export const ATTR_DROPPED_EVENTS = "otel.dropped_events_count";
/** How many links are missing. */
export const ATTR_DROPPED_LINKS = "otel.dropped_links_count";
/** How many texts this server cut, and how many values it left out of lists and maps. */
export const ATTR_CUT_VALUES = "otel.cut_values_count";
