import { useSignal } from "@preact/signals";
import type { RunList } from "@runline/contract";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { formatCount, formatPlural } from "../format/format-count.ts";
import { SearchedTextProvider } from "../messages/message-search.tsx";
import { RoomRail } from "../messages/room-rail.tsx";
import { RoomRun } from "../messages/room-run.tsx";
import { stepThroughRoom } from "../messages/show-room-run.ts";
import { useTextMarks } from "../messages/use-text-marks.ts";
import { createRoomModel } from "../models/create-room-model.ts";
import { ROOM_KEYS, type RoomKeyTarget } from "../models/room-keys.ts";
import { KeyHelp } from "../ui/key-help.tsx";
import { SCROLLABLE } from "../ui/scrollable.ts";
import { StaleNote } from "../ui/stale-note.tsx";
import { useGridKeys } from "../ui/use-grid-keys.ts";
import { EarlierRuns } from "./earlier-runs.tsx";
import { RoomHeader } from "./room-header.tsx";
import { useFollow } from "./use-follow.ts";

const KEYS = { rows: [], page: ROOM_KEYS };

interface RoomRunsProps {
  roomId: string;
  /** The newest page. */
  newest: RunList;
  /** Why that page could not be fetched again. */
  error: Error | undefined;
}

/** The runs of a room that are known, to be read and searched, with the keys of the page. */
export function RoomRuns({ roomId, newest, error }: RoomRunsProps) {
  const model = useMemo(createRoomModel, []);
  useLayoutEffect(() => model.addNewest(newest), [newest]);
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follow = useFollow(scroller, content);
  const help = useRef<HTMLDialogElement>(null);
  const showHelp = () => help.current?.showModal();
  const target: RoomKeyTarget = {
    onStep(step) {
      if (scroller.current) stepThroughRoom(scroller.current, step);
    },
    onFollow: follow.toggle,
    onHelp: showHelp,
  };
  useGridKeys(target, KEYS, scroller);
  const search = useSignal("");
  const wanted = search.value.trim().toLowerCase();
  const found = useSignal<FoundRuns>({ wanted: "", runs: new Map() });
  useTextMarks(content, wanted);
  const runs = model.runs.value;
  return (
    <div class="room-page">
      <RoomHeader
        roomId={roomId}
        newest={newest}
        runs={runs}
        search={search}
        found={wanted === "" ? "" : formatFound(found.value, wanted, runs.length)}
        follow={follow}
        onHelp={showHelp}
      />
      <StaleNote what="This page is" error={error} />
      <div class="room-body">
        <RoomRail runs={runs} />
        <div ref={scroller} class="room-scroller" {...SCROLLABLE}>
          <div ref={content} class="room-runs">
            <EarlierRuns
              roomId={roomId}
              model={model}
              newest={newest}
              onAsk={() => scroller.current?.scrollBy({ top: 1 })} // at the very top, a browser would show what comes in above
            />
            <SearchedTextProvider value={wanted}>
              {runs.map((run) => {
                const key = `${run.agentId}/${run.runId}`;
                const onSearched = (isFound: boolean) => {
                  const known = found.peek().wanted === wanted ? found.peek().runs : [];
                  found.value = { wanted, runs: new Map([...known, [key, isFound]]) };
                };
                return <RoomRun key={key} run={run} scroller={scroller} onSearched={onSearched} />;
              })}
            </SearchedTextProvider>
          </div>
        </div>
      </div>
      <KeyHelp dialog={help} lines={ROOM_KEYS} />
    </div>
  );
}

/** For what runs were looked through, and which of them have it. */
interface FoundRuns {
  wanted: string;
  runs: ReadonlyMap<string, boolean>;
}

/** @example formatFound(found, "window", 20) // "3 of 20 runs have it" */
function formatFound(found: FoundRuns, wanted: string, shown: number): string {
  const count = [...found.runs.values()].filter(Boolean).length;
  if (found.wanted !== wanted || found.runs.size < shown) return `looking through ${formatPlural(shown, "run")}…`;
  return `${formatCount(count)} of ${formatPlural(shown, "run")} ${count === 1 ? "has" : "have"} it`;
}
