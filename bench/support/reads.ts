import { AGENTS, RARE, ROOMS, toAgentId, toFillId, USERS } from "./clone-runs.ts";

/** A request that is measured; each time for another agent, room, user or run where it is for one. */
export interface Read {
  title: string;
  toPath: () => string;
}

const HOUR_MS = 3_600_000;
const pick = (count: number) => Math.floor(Math.random() * count);

/** Every list, filter and order, over all agents and of one, with common and with rare values; charts, details and waterfalls. */
export function createReads({ runs, days }: { runs: number; days: number }): Read[] {
  const since = (ms: number) => Date.now() - ms;
  const rangeMs = days * 24 * HOUR_MS;
  const filters: [string, () => string][] = [
    ["no filter", () => ""],
    ["room", () => `roomId=${toFillId("room", pick(ROOMS))}`],
    ["user", () => `entityId=${toFillId("user", pick(USERS))}`],
    ["status completed", () => "status=completed"],
    ["status error", () => "status=error"],
    ["status timeout, rare", () => "status=timeout"],
    ["status started", () => "status=started"],
    ["lost", () => "lost=true"],
    [
      "a 24th of the time",
      () => `from=${Math.round(since(rangeMs / 2))}&to=${Math.round(since(rangeMs / 2 - rangeMs / 24))}`,
    ],
    ["action, common", () => "action=SEND_MESSAGE"],
    ["action, rare", () => `action=${RARE.action}`],
    ["model, common", () => "model=gpt-4o-mini"],
    ["model, rare", () => `model=${RARE.model}`],
    ["duration, common", () => "minDuration=1000"],
    ["duration, rare", () => "minDuration=60000"],
    ["cost, common", () => "minCost=0.0001"],
    ["cost, rare", () => "minCost=0.9"],
    ["cause", () => "fingerprint=0000000000000007"],
    ["text, common", () => "text=Book"],
    ["text, rare", () => `text=${RARE.text}`],
    ["text, nowhere", () => "text=nowhere"],
    ["model and action, both common, never together", () => "model=gpt-4o-mini&action=ONLY_WITH_GPT_4O"],
  ];
  const sorts = ["duration", "tokens", "cost", "errors"].flatMap((sort): [string, () => string][] => [
    [`by ${sort}`, () => `sort=${sort}`],
    [`by ${sort}, errors alone`, () => `sort=${sort}&status=error`],
  ]);
  const sortsOfAll: [string, () => string][] = [
    ["by duration, ascending", () => "sort=duration&order=asc"],
    ["by tokens, of a user", () => `sort=tokens&entityId=${toFillId("user", pick(USERS))}`],
    ["by cost, a rare model", () => `sort=cost&model=${RARE.model}`],
    ["by duration, a 24th of the time", () => `sort=duration&from=${Math.round(since(rangeMs / 24))}`],
    ["by tokens, text, rare", () => `sort=tokens&text=${RARE.text}`],
  ];
  const ofAgent = () => `/api/agents/${toAgentId(pick(AGENTS))}`;
  const ofRun = () => {
    const run = pick(runs);
    return `/api/agents/${toAgentId(run % AGENTS)}/runs/${toFillId("run", run)}`;
  };
  const range = () => `from=${Math.round(since(rangeMs))}&to=${Date.now()}`;
  return [
    { title: "agents", toPath: () => "/api/agents" },
    ...[...filters, ...sorts, ...sortsOfAll].map(([title, toQuery]) => ({
      title: `all: ${title}`,
      toPath: () => `/api/runs?${toQuery()}`,
    })),
    ...[...filters, ...sorts].map(([title, toQuery]) => ({
      title: `one agent: ${title}`,
      toPath: () => `${ofAgent()}/runs?${toQuery()}`,
    })),
    { title: "counts of an agent, whole time", toPath: () => `${ofAgent()}/stats?${range()}` },
    { title: "counts of all agents, whole time", toPath: () => `/api/stats?${range()}` },
    { title: "summary of a run", toPath: () => `${ofRun()}/summary` },
    { title: "events of a run", toPath: ofRun },
    { title: "waterfall of a run", toPath: () => `${ofRun()}/spans` },
    ...["run", "room", "message", "nothing"].map((kind) => ({
      title: `find an id: ${kind}`,
      toPath: () => `/api/find/${toFillId(kind, pick(kind === "room" ? ROOMS : runs))}`,
    })),
  ];
}
