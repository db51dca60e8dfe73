import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";
import { toAgentNames } from "../format/format-agent.ts";
import { formatRoom } from "../format/format-room.ts";
import { STATUS_WORDS, toShownStatus } from "../format/format-status.ts";
import { formatMoment } from "../format/format-time.ts";
import { useApp } from "../models/app-context.ts";
import { useListRooms } from "../models/room-queries.ts";
import { useListAgents, useListRuns } from "../models/run-queries.ts";
import { toPaletteChoices, type PaletteChoice, type PaletteRun } from "../models/palette-choices.ts";
import { Icon } from "./icon.tsx";
import { useChoices } from "./use-choices.ts";
import { usePaletteSettings } from "./use-palette-settings.ts";
import "./palette.css";

const LIST_ID = "palette-choices";
/** Runs are searched when nobody has typed for this long, in ms, and only for a text of this many characters. */
const PAUSE_MS = 200;
const MIN_SEARCHED = 3;
const MAX_RUNS = 5;

/** Goes to a run, an agent, a room, an action or an id from wherever one is, or changes a setting: a field, and what its text may mean. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { route } = useLocation();
  const dialog = useRef<HTMLDialogElement>(null);
  const typed = useSignal("");
  const searched = useSignal("");
  const agents = useListAgents().data?.agents ?? [];
  const isSearched = searched.value.length >= MIN_SEARCHED;
  const { data } = useListRuns({ text: searched.value, limit: MAX_RUNS }, { enabled: isSearched });
  const runs = isSearched && searched.value === typed.value.trim() ? (data?.runs ?? []) : [];
  const named = useListRooms({ enabled: isSearched }).data?.rooms ?? [];
  const rooms = named.flatMap(({ roomId, newest }) => {
    const name = formatRoom(newest);
    return name === undefined ? [] : [{ roomId, name }];
  });
  const settings = usePaletteSettings();
  const choices = toPaletteChoices({ text: typed.value, agents, names: toAgentNames(agents), runs, rooms, settings });

  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    const timer = setTimeout(() => (searched.value = typed.value.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed.value]);

  const go = (choice: PaletteChoice | undefined) => {
    if (!choice) return;
    onClose();
    if (choice.kind === "setting") choice.apply();
    else route(choice.path);
  };
  const { activeIndex, toId, reset, keys } = useChoices(LIST_ID, choices.length, (index) => go(choices[index]));

  return (
    <dialog ref={dialog} class="palette" aria-label="Go to" onClose={onClose}>
      <label class="palette-field">
        <Icon name="search" />
        <input
          {...keys}
          aria-label="Go to"
          placeholder="Agent, room, message, action, model, setting, or an id"
          value={typed.value}
          onInput={({ currentTarget }) => {
            typed.value = currentTarget.value;
            reset();
          }}
        />
      </label>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the lines of a select have no columns */}
      <div role="listbox" id={LIST_ID} aria-label="Places" class="palette-choices">
        {choices.map((choice, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the keys and the focus
          <div
            key={`${choice.kind} ${"path" in choice ? choice.path : choice.words}`}
            id={toId(index)}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the same
            role="option"
            aria-selected={index === activeIndex}
            onClick={() => go(choice)}
          >
            <span class="choice-words">{choice.words}</span>
            {choice.kind === "run" ? <RunFacts {...choice} /> : <span class="muted">{choice.kind}</span>}
          </div>
        ))}
      </div>
    </dialog>
  );
}

/** What tells a run from others of the same words. */
function RunFacts({ agentName, run }: PaletteRun) {
  const { clock } = useApp();
  const status = toShownStatus(run);
  return (
    <span class="muted choice-run">
      {agentName} · {formatMoment(run.startedAt, clock.slowNow.value)}
      <span class={`choice-status is-${status}`} title={STATUS_WORDS[status]}>
        <Icon name={status === "completed" ? "check" : status} />
        <span class="visually-hidden">{STATUS_WORDS[status]}</span>
      </span>
    </span>
  );
}
