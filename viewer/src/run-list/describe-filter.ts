import type { RunSummary } from "@runline/contract";
import type { ListFilter } from "../models/list-filter.ts";
import { formatCost } from "../format/format-cost.ts";
import { formatDuration } from "../format/format-duration.ts";
import { formatRoom } from "../format/format-room.ts";
import { formatSender } from "../format/format-sender.ts";
import { formatShortId } from "../format/format-short-id.ts";
import { STATUS_WORDS } from "../format/format-status.ts";
import { toFailureWords } from "../format/format-cause.ts";

/** A part of a filter in words. */
export interface FilterWords {
  key: keyof ListFilter;
  word: string;
  value: string;
}

/** What a filter has beside agents, time and text, in words; the names of rooms, users and causes are those that `runs` tell. */
export function describeFilter(filter: ListFilter, runs: readonly RunSummary[]): FilterWords[] {
  const { status, roomId, entityId, action, model, minDuration, minCost, fingerprint } = filter;
  const ofRoom = runs.find((run) => run.roomId === roomId);
  const ofUser = runs.find((run) => run.entityId === entityId);
  const ofCause = runs.find((run) => run.cause?.fingerprint === fingerprint);
  const words: (FilterWords | false)[] = [
    status !== undefined && { key: "status", word: "Status", value: STATUS_WORDS[status] },
    roomId !== undefined && {
      key: "roomId",
      word: "Room",
      value: (ofRoom && formatRoom(ofRoom)) ?? formatShortId(roomId),
    },
    entityId !== undefined && {
      key: "entityId",
      word: "User",
      value: (ofUser && formatSender(ofUser)) ?? formatShortId(entityId),
    },
    action !== undefined && { key: "action", word: "Action", value: action },
    model !== undefined && { key: "model", word: "Model", value: model },
    minDuration !== undefined && { key: "minDuration", word: "Duration from", value: formatDuration(minDuration) },
    minCost !== undefined && { key: "minCost", word: "Cost from", value: formatCost(minCost) },
    fingerprint !== undefined && {
      key: "fingerprint",
      word: "Failed the same way",
      value: (ofCause && toFailureWords(ofCause).what) ?? fingerprint,
    },
  ];
  return words.filter((each) => each !== false);
}
