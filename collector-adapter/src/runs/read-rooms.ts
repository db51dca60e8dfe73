import type { RoomList } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { listRooms } from "../sql/list-rooms.ts";
import { toRunSummary } from "./to-run-summary.ts";

/** The rooms of the newest runs, of some agents or of all. */
export async function readRooms(database: Session, agentIds: readonly string[] | undefined): Promise<RoomList> {
  const { rows, total, searchedTo } = await listRooms(database, agentIds);
  return {
    rooms: rows.map((row) => ({
      roomId: row.roomId,
      newest: toRunSummary(row),
      runs: row.roomRuns,
      failed: row.roomFailed,
      agentIds: row.agentIds,
    })),
    total,
    ...(searchedTo !== undefined && { searchedTo: Math.floor(searchedTo) }),
  };
}
