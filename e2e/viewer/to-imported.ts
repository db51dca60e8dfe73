import {
  ATTR_ATTRIBUTION,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_IMPORTED,
  OPERATION_COMPOSED_STATE,
  OPERATION_CONTEXT_PROVIDER,
  OPERATION_EMBEDDING,
  OPERATION_MODEL_CALL,
  OPERATION_RUN,
} from "@runline/contract";
import type { SampleRun } from "./sample-run.ts";

/** The run as an import makes it of logs that have no run events and name the run of a model call only by its time. */
export function toImported(run: SampleRun): SampleRun {
  const spans: SampleRun["spans"] = {};
  for (const [key, { parent, ...span }] of Object.entries(run.spans)) {
    const kind = span.attributes[ATTR_GEN_AI_OPERATION_NAME];
    if (
      kind === undefined ||
      kind === OPERATION_RUN ||
      kind === OPERATION_COMPOSED_STATE ||
      kind === OPERATION_CONTEXT_PROVIDER
    )
      continue;
    const isCertain = kind !== OPERATION_MODEL_CALL && kind !== OPERATION_EMBEDDING;
    spans[key] = {
      ...span,
      ...(parent !== undefined && parent !== "run" && { parent }),
      attributes: { ...span.attributes, [ATTR_IMPORTED]: true, ...(!isCertain && { [ATTR_ATTRIBUTION]: "low" }) },
    };
  }
  return { ...run, spans };
}
