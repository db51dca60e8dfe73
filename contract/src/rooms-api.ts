import * as v from "valibot";
import { RunSummary } from "./run.ts";

/**
 * A room by its newest run: how many runs it has and how many of them failed, among those that were looked at, and by which agents they
 * are, the first 20.
 *
 * @example { roomId: "c538a527-…", newest: { message: "Book a table for two", … }, runs: 12, failed: 1, agentIds: ["5f1d…"] }
 */
export const RoomSummary = v.object({
  roomId: v.string(),
  newest: RunSummary,
  runs: v.number(),
  failed: v.number(),
  agentIds: v.array(v.string()),
});
export type RoomSummary = v.InferOutput<typeof RoomSummary>;

/**
 * Answer of `GET /api/rooms`: the 100 rooms with the newest runs, the newest first; `total` counts all that were found. They are looked
 * for in the newest 10,000 runs: `searchedTo` is the start of the last of these, ms since the epoch, where there are older ones.
 */
export const RoomList = v.object({
  rooms: v.array(RoomSummary),
  total: v.number(),
  searchedTo: v.optional(v.number()),
});
export type RoomList = v.InferOutput<typeof RoomList>;
