/** Our member of the W3C `tracestate`, which spans hand down to those below them, also from process to process. */
export const TRACE_STATE_KEY = "runline";

/** What `tracestate` tells of every span below a step of ours, whoever makes the span. */
export interface TraceMark {
  /** Run of the message (UUID); absent below a call outside any run. */
  runId: string | undefined;
  /** Whether a model call or embedding of ours is above: what is below it are details of that call. */
  isInModelCall: boolean;
}

const IN_MODEL_CALL = "call";
const RUN_ID = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The mark as the value of {@link TRACE_STATE_KEY}. @example formatTraceMark({ runId: "0a4f3c1e-…", isInModelCall: true }) // "0a4f3c1e….call" */
export function formatTraceMark({ runId, isInModelCall }: TraceMark): string {
  return [...(runId === undefined ? [] : [runId.replaceAll("-", "")]), ...(isInModelCall ? [IN_MODEL_CALL] : [])].join(
    ".",
  );
}

/** The mark in a `tracestate`. Whatever is not a mark of ours tells nothing. @example parseTraceMark("vendor=1,runline=0a4f3c1e….call") */
export function parseTraceMark(traceState: string): TraceMark {
  const member = traceState.split(",").find((text) => text.trim().startsWith(`${TRACE_STATE_KEY}=`));
  const parts =
    member === undefined
      ? []
      : member
          .trim()
          .slice(TRACE_STATE_KEY.length + 1)
          .split(".");
  const runId = parts.find((part) => RUN_ID.test(part))?.replace(RUN_ID, "$1-$2-$3-$4-$5");
  return { runId, isInModelCall: parts.includes(IN_MODEL_CALL) };
}
