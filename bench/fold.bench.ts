/**
 * How fast the runs of a trace are computed from the facts of its spans, by the size of the run, next to JSON.parse of the same
 * facts in the same run: on a shared machine only the ratio means something. A fold reads its facts from the database as
 * JSON, so that 1 × is half of what is needed anyway. Run: npx tsx --conditions=source bench/fold.bench.ts
 */
import type { FoldSpan } from "../collector-adapter/src/fold/fold-span.ts";
import { foldSpans } from "../collector-adapter/src/fold/fold-spans.ts";
import { compareRates } from "./support/compare-rates.ts";

const SIZES = [10, 100, 1_000, 10_000, 100_000];
const ROUNDS = 5;
const ROUND_MS = 300;
/** Spans of one turn of the agent: a model call, a tool with a request and a sub-step, two of infrastructure. */
const TURN = 6;

const write = (line: string): void => void process.stdout.write(`${line}\n`);

write(`Node ${process.version}, CPU time, fastest of ${ROUNDS} rounds of ${ROUND_MS} ms`);
for (const size of SIZES) compare(size);

function compare(size: number): void {
  const json = JSON.stringify(createRun(size));
  // As they come out of the database.
  const spans: FoldSpan[] = JSON.parse(json);
  const cases = [() => JSON.parse(json), () => foldSpans(spans)];
  const [parse = 0, fold = 0] = compareRates(cases, { items: size, rounds: ROUNDS, roundMs: ROUND_MS });
  write(
    `${size.toString().padStart(7)} spans: fold ${Math.round(fold).toString().padStart(8)} spans/s, ` +
      `${((size * 1000) / fold).toFixed(2)} ms; JSON.parse ${Math.round(parse).toString().padStart(8)} spans/s; ${(fold / parse).toFixed(2)} ×`,
  );
}

/** An agent that asks its model and calls a tool again and again; each request is seen by two instrumentations. */
function createRun(size: number): FoldSpan[] {
  const toId = (index: number) => (index + 1).toString(16).padStart(16, "0");
  return Array.from({ length: size }, (_, index): FoldSpan => {
    const turn = Math.max(0, index - 1);
    const step = index === 0 ? 0 : 1 + (turn % TURN);
    const first = index - (turn % TURN);
    const startedAt = 1_795_000_000_000 + index * 10;
    const shared = {
      traceId: "0a4f3c1e7b1d4a4e9f0e3d1c5b2a7f10",
      spanId: toId(index),
      serviceName: "weather-agent",
      startedAt,
      endedAt: startedAt + (index === 0 ? size * 10 : 50),
      conversationId: "s-42",
    };
    const inside = (kind: FoldSpan["kind"], parent: number, facts: Partial<FoldSpan>): FoldSpan => ({
      ...shared,
      kind,
      parentSpanId: toId(parent),
      name: kind,
      label: kind,
      convention: kind === "infrastructure" ? "none" : "gen_ai",
      scope: "framework",
      ...facts,
    });
    const model = { model: "gpt-4o-mini", responseId: `chatcmpl-${first}`, tokens: { input: 812, output: 96 } };
    switch (step) {
      case 0:
        return {
          ...shared,
          kind: "run",
          name: "invoke_agent",
          label: "weather",
          convention: "gen_ai",
          agentName: "weather",
        };
      case 1:
        return inside("model_call", 0, model);
      case 2:
        return inside("model_call", first, { ...model, scope: "sdk" });
      case 3:
        return inside("infrastructure", first + 1, { name: "POST" });
      case 4:
        return inside("action", 0, { toolName: "get_weather", argumentsHash: String(first % 7) });
      case 5:
        return inside("infrastructure", first + 3, { name: "GET" });
      default:
        return inside("infrastructure", first + 4, { name: "SELECT" });
    }
  });
}
