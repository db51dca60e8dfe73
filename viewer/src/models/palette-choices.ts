import type { AgentSummary, RunSummary } from "@runline/contract";
import { findAgents } from "./find-agents.ts";
import { isId } from "./is-id.ts";
import { toListPath } from "./list-filter.ts";
import { toRunPath } from "./run-path.ts";
import { toStepsPath } from "./steps-filter.ts";

/** A place that one can go to. */
interface PalettePlace {
  kind: "id" | "agent" | "room" | "search" | "page";
  words: string;
  path: string;
}

/** A run that one can go to: what was asked may be asked often, so that its agent, its time and how it ended tell it from others. */
export interface PaletteRun {
  kind: "run";
  words: string;
  path: string;
  agentName: string;
  run: RunSummary;
}

/** Something of the page as a whole that can be another way. */
export interface PaletteSetting {
  kind: "setting";
  words: string;
  apply: () => void;
}

/** What can be chosen. */
export type PaletteChoice = PalettePlace | PaletteRun | PaletteSetting;

/** What is known when somebody types. */
export interface PaletteInput {
  text: string;
  agents: readonly AgentSummary[];
  names: ReadonlyMap<string, string>;
  /** Runs in which the text stands. */
  runs: readonly RunSummary[];
  /** Rooms by their names, those with the newest runs first. */
  rooms: readonly { roomId: string; name: string }[];
  settings: readonly PaletteSetting[];
}

const MAX_AGENTS = 5;
const MAX_ROOMS = 5;
const PAGES: readonly PalettePlace[] = [
  { kind: "page", words: "All runs", path: "/" },
  { kind: "page", words: "Failed runs by their cause", path: toListPath({ group: "cause" }) },
  {
    kind: "page",
    words: "Slowest model calls of the last hour",
    path: toStepsPath({ scope: { range: "1h" }, kind: "model_call" }),
  },
  { kind: "page", words: "Rooms", path: "/rooms" },
  { kind: "page", words: "Traces without a run", path: "/traces" },
];

/** Where a text may lead to, the likeliest first; without a text the agents that failed most lately, the pages and the settings. */
export function toPaletteChoices({ text, agents, names, runs, rooms, settings }: PaletteInput): PaletteChoice[] {
  const wanted = text.trim();
  if (isId(wanted)) return [{ kind: "id", words: `Go to ${wanted}`, path: `/go/${wanted}` }];
  const found = findAgents(agents, names, wanted).slice(0, MAX_AGENTS);
  const toAgent = ({ agentId, name }: AgentSummary): PalettePlace => {
    return { kind: "agent", words: names.get(agentId) ?? name, path: toListPath({ agentIds: [agentId] }) };
  };
  const isWanted = (words: string) => words.toLowerCase().includes(wanted.toLowerCase());
  const rest = [...PAGES, ...settings].filter(({ words }) => isWanted(words));
  if (wanted === "") return [...found.map(toAgent), ...rest];
  const toRun = (run: RunSummary): PaletteRun => {
    const { message, cause, name = "Run" } = run;
    const agentName = names.get(run.agentId) ?? name;
    return { kind: "run", words: message ?? cause?.text ?? name, path: toRunPath(run), agentName, run };
  };
  return [
    ...found.map(toAgent),
    ...rooms
      .filter(({ name }) => isWanted(name))
      .slice(0, MAX_ROOMS)
      .map(({ roomId, name }): PalettePlace => ({ kind: "room", words: name, path: `/rooms/${roomId}` })),
    ...runs.map(toRun),
    { kind: "search", words: `Search the runs for “${wanted}”`, path: toListPath({ text: wanted }) },
    { kind: "search", words: `Runs that called the action ${wanted}`, path: toListPath({ action: wanted }) },
    { kind: "search", words: `Runs that called the model ${wanted}`, path: toListPath({ model: wanted }) },
    ...rest,
  ];
}
