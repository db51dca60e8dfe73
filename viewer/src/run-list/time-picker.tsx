import { useSignal } from "@preact/signals";
import { formatAbsoluteTime } from "../format/format-time.ts";
import { useApp } from "../models/app-context.ts";
import { dropFromFilter, RANGE_NAMES, RANGES, type ListFilter } from "../models/list-filter.ts";
import { formatTypedTime, parseTime } from "../models/parse-time.ts";
import "./time-picker.css";

/** The filter whose time is chosen. */
interface TimePickerProps {
  filter: ListFilter;
  onChange: (filter: ListFilter) => void;
}

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Times that move on with the clock, by name, and any other as one types it. */
export function TimePicker({ filter, onChange }: TimePickerProps) {
  const { clock } = useApp();
  const rest = dropFromFilter(filter, "range", "from", "to");
  const from = useSignal(filter.from === undefined ? "" : formatTypedTime(filter.from));
  const to = useSignal(filter.to === undefined ? "" : formatTypedTime(filter.to));
  const now = clock.slowNow.value;
  const fromTime = parseTime(from.value, now);
  const toTime = parseTime(to.value, now, fromTime);
  const problem = findProblem({ text: from.value, time: fromTime }, { text: to.value, time: toTime });
  const isAll = filter.range === undefined && filter.from === undefined && filter.to === undefined;
  return (
    <div class="time-picker">
      <div class="time-names">
        {RANGE_NAMES.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={filter.range === name}
            onClick={() => onChange({ ...rest, range: name })}
          >
            {RANGES[name].word}
          </button>
        ))}
        <button type="button" aria-pressed={isAll} onClick={() => onChange(rest)}>
          All times
        </button>
      </div>
      <form
        class="time-fields"
        onSubmit={(event) => {
          event.preventDefault();
          if (problem !== undefined) return;
          onChange({
            ...rest,
            ...(fromTime !== undefined && { from: fromTime }),
            ...(toTime !== undefined && { to: toTime }),
          });
        }}
      >
        <TimeField word="From" text={from.value} onText={(text) => (from.value = text)} />
        <TimeField word="To" text={to.value} onText={(text) => (to.value = text)} />
        <p class="muted">A time, a date or an age: 15:21, 29 Nov, 2026-11-29 15:21, 2 h ago, now. In {ZONE}.</p>
        <output class={problem === undefined ? "muted" : "error-text"}>
          {problem ?? describeTimes(fromTime, toTime)}
        </output>
        <button type="submit" class="button primary" disabled={problem !== undefined}>
          Apply
        </button>
      </form>
    </div>
  );
}

interface Typed {
  text: string;
  time: number | undefined;
}

function findProblem(from: Typed, to: Typed): string | undefined {
  const wrong = [from, to].find(({ text, time }) => text.trim() !== "" && time === undefined);
  if (wrong) return `“${wrong.text.trim()}” is not understood as a time.`;
  if (from.time !== undefined && to.time !== undefined && from.time > to.time) return "This ends before it begins.";
  return undefined;
}

function describeTimes(from: number | undefined, to: number | undefined): string {
  const words = [
    from === undefined ? "" : `from ${formatAbsoluteTime(from)}`,
    to === undefined ? "" : `until ${formatAbsoluteTime(to)}`,
  ];
  return words.filter(Boolean).join(" ") || "all times";
}

function TimeField({ word, text, onText }: { word: string; text: string; onText: (text: string) => void }) {
  return (
    <label class="time-field">
      <span class="muted">{word}</span>
      <input class="input" value={text} onInput={({ currentTarget }) => onText(currentTarget.value)} />
    </label>
  );
}
