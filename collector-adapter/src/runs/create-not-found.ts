import { ApiError } from "../http/api-error.ts";
import type { RunName } from "../sql/get-run.ts";

/** For a run that is not there. */
export function createNotFound({ agentId, runId, roomId }: RunName): ApiError {
  return new ApiError(
    "NOT_FOUND",
    `There is no run ${runId} of agent ${agentId}${roomId ? ` in room ${roomId}` : ""}.`,
  );
}
