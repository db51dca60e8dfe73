import type { OtlpLogRecord } from "./otlp-log-record.ts";
import { readJsonLogRecord } from "./read-json-log-record.ts";
import { readProtobufLogRecord } from "./read-protobuf-log-record.ts";
import type { SignalForm } from "./signal-form.ts";
import { LOGS } from "./signals.ts";
import { isSpanId, isTraceId } from "./span-id.ts";

/** Where records name their event that are written for an OTLP without a field for it. */
const ATTR_EVENT_NAME = "event.name";

/** Requests of logs. */
export const LOG_RECORD_FORM: SignalForm<OtlpLogRecord> = {
  signal: LOGS,
  resourceList: ["resourceLogs", "resource_logs"],
  scopeList: ["scopeLogs", "scope_logs"],
  itemList: ["logRecords", "log_records"],
  oldScopeList: ["instrumentationLibraryLogs", "instrumentation_library_logs"],
  request: "ExportLogsServiceRequest",
  readJson: readJsonLogRecord,
  readProtobuf: readProtobufLogRecord,
  finish(record) {
    if (record.timestamp <= 0) return "timeUnixNano or observedTimeUnixNano must be above 0.";
    // Records outside of any span have no ids, or zeros.
    if (!isTraceId(record.traceId)) record.traceId = "";
    if (record.traceId === "" || !isSpanId(record.spanId)) record.spanId = "";
    const { [ATTR_EVENT_NAME]: eventName } = record.attributes;
    if (record.name === "" && typeof eventName === "string") record.name = eventName;
    return undefined;
  },
};
