import { useRoute } from "preact-iso";
import { useSignal } from "@preact/signals";
import { readUuid, type ListAllRunsParams, type RunList, type RunSummary } from "@runline/contract";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { formatCount, formatPlural, formatTotal } from "../format/format-count.ts";
import { formatRoom } from "../format/format-room.ts";
import { formatShortId } from "../format/format-short-id.ts";
import { MessageSearch, SearchedTextProvider } from "../messages/message-search.tsx";
import { RoomRail } from "../messages/room-rail.tsx";
import { RoomRun } from "../messages/room-run.tsx";
import { stepThroughRoom } from "../messages/show-room-run.ts";
import { useTextMarks } from "../messages/use-text-marks.ts";
import { createRoomModel, type RoomModel } from "../models/create-room-model.ts";
import { toListPath } from "../models/list-filter.ts";
import { ROOM_KEYS, type RoomKeyTarget } from "../models/room-keys.ts";
import { OPEN_RUN_POLL_MS, useListRuns } from "../models/run-queries.ts";
import { CopyLink } from "../ui/copy-link.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { KeyHelp } from "../ui/key-help.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { useFollow } from "./use-follow.ts";
import { SCROLLABLE } from "../ui/scrollable.ts";
import { useGridKeys } from "../ui/use-grid-keys.ts";
import "./room-page.css";

/** Runs that are asked for at once. */
const RUNS_AT_ONCE = 20;

/** The conversation over all runs of a room, oldest first and live. */
export function RoomPage() {
  const { params } = useRoute();
  const roomId = readUuid(params["roomId"]);
  return roomId === undefined ? <NotFoundPage /> : <Room key={roomId} roomId={roomId} />;
}

function Room({ roomId }: { roomId: string }) {
  const params: ListAllRunsParams = { roomId, limit: RUNS_AT_ONCE };
  const { data, error, refetch } = useListRuns(params, { pollMs: OPEN_RUN_POLL_MS });
  if (error && !data) {
    return (
      <div class="page">
        <ErrorPanel title="The room could not be loaded" error={error} onRetry={refetch} />
      </div>
    );
  }
  if (!data) return <output class="page muted">Loading the room…</output>;
  if (data.total === 0) return <NotFoundPage message={`There is no run in the room ${roomId}.`} />;
  return <RoomRuns roomId={roomId} newest={data} error={error} />;
}

const KEYS = { rows: [], page: ROOM_KEYS };

interface RoomRunsProps {
  roomId: string;
  /** The newest page. */
  newest: RunList;
  /** Why that page could not be fetched again. */
  error: Error | undefined;
}

function RoomRuns({ roomId, newest, error }: RoomRunsProps) {
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
  const name = toRoomName(runs, roomId);
  useEffect(() => {
    document.title = `${name} · Runline`;
  }, [name]);
  return (
    <div class="room-page">
      <header class="room-header">
        <a href={toListPath({ roomId })} class="back-link">
          ‹ Runs
        </a>
        <h1 title={roomId}>{name}</h1>
        <span class="muted room-people">{toPeople(runs)}</span>
        <span>{formatTotal(newest, "run")}</span>
        <RoomFailures roomId={roomId} />
        <MessageSearch text={search} found={wanted === "" ? "" : formatFound(found.value, wanted, runs.length)} />
        {wanted !== "" && (newest.totalIsAtLeast || newest.total > runs.length) && (
          <a href={toListPath({ roomId, text: search.value.trim() })} title="Earlier runs are not on this page">
            Search what was asked in all {formatTotal(newest, "run")}
          </a>
        )}
        <button type="button" class="button" aria-pressed={follow.isOn} onClick={follow.toggle}>
          Follow
        </button>
        <CopyLink label="Copy the link to this page" />
        <button
          type="button"
          class="button quiet icon-only help-button"
          aria-label="Keys"
          title="Keys (?)"
          onClick={showHelp}
        >
          ?
        </button>
      </header>
      {error && (
        <p class="error-text stale-note" role="alert">
          This page is not up to date: {error.message}
        </p>
      )}
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

/** How many runs of the room went wrong, by how. */
function RoomFailures({ roomId }: { roomId: string }) {
  const failed = useListRuns({ roomId, status: "error", limit: 1 }).data?.total ?? 0;
  const timedOut = useListRuns({ roomId, status: "timeout", limit: 1 }).data?.total ?? 0;
  const lost = useListRuns({ roomId, lost: true, limit: 1 }).data?.total ?? 0;
  const words = [
    failed > 0 && `${formatCount(failed)} failed`,
    timedOut > 0 && `${formatCount(timedOut)} timed out`,
    lost > 0 && `${formatCount(lost)} lost`,
  ].filter(Boolean);
  return words.length === 0 ? null : <span class="error-text">{words.join(", ")}</span>;
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

interface EarlierRunsProps {
  roomId: string;
  model: RoomModel;
  newest: RunList;
  onAsk: () => void;
}

/** Brings the page of runs before the ones that are shown. */
function EarlierRuns({ roomId, model, newest, onAsk }: EarlierRunsProps) {
  const wanted = useSignal<string | undefined>(undefined);
  const cursor = model.earlierCursor.value;
  const isAsked = wanted.value !== undefined;
  const params: ListAllRunsParams = { roomId, limit: RUNS_AT_ONCE, ...(isAsked && { cursor: wanted.value }) };
  const { data, error, isPrevious, refetch } = useListRuns(params, { enabled: isAsked });
  useEffect(() => {
    if (!data || isPrevious || !isAsked) return;
    wanted.value = undefined;
    model.addEarlier(data);
  }, [data, isPrevious, isAsked]);
  if (cursor === undefined) return null;
  const ask = () => {
    onAsk();
    if (wanted.value === cursor) refetch();
    wanted.value = cursor;
  };
  return (
    <div class="room-earlier">
      <button type="button" class="button quiet" disabled={isAsked && !error} onClick={ask}>
        {newest.totalIsAtLeast ? "Earlier runs" : formatPlural(newest.total - model.runs.value.length, "earlier run")}
      </button>
      {error && isAsked && (
        <p class="error-text" role="alert">
          {error.message}
        </p>
      )}
    </div>
  );
}

/** The room as it was named, by any of its runs. */
function toRoomName(runs: readonly RunSummary[], roomId: string): string {
  const [run] = runs;
  return (run && formatRoom(run)) ?? `Room ${formatShortId(roomId)}`;
}

/** Where the room is, who answers in it, and who asks. */
function toPeople(runs: readonly RunSummary[]): string {
  const pick = (read: (run: RunSummary) => string | undefined) => [...new Set(runs.flatMap((run) => read(run) ?? []))];
  return [pick((run) => run.metadata?.source), pick((run) => run.name), pick((run) => run.metadata?.entityName)]
    .filter((names) => names.length > 0)
    .map((names) => names.join(", "))
    .join(" · ");
}
