import { createHash } from "node:crypto";
import { createRunsClient } from "@runline/contract/client";

/** A span of the trace: times in ms from its beginning; `clockMs` is how far the clock of its service is off. */
interface TraceSpan {
  id: string;
  parent?: string;
  service: string;
  name: string;
  startMs: number;
  endMs: number;
  clockMs?: number;
  error?: string;
  attributes: Record<string, string | number>;
  links?: readonly { traceId: string; spanId: string }[];
}

const hash = (text: string, length: number) => createHash("sha256").update(text).digest("hex").slice(0, length);

/** Id of the trace of that seed. */
export function toTraceId(seed: string): string {
  return hash(`trace ${seed}`, 32);
}

/** Id of a span of {@link sendAskingTrace}. */
export function toTraceSpanId(seed: string, id: string): string {
  return hash(`${seed} ${id}`, 16);
}

/**
 * An agent that asks another one over HTTP, which fails; two instrumentations see its model call, and the clock of the other
 * agent's service is 5 minutes behind. Gives back the run of the one that asks.
 */
export async function sendAskingTrace(
  url: string,
  seed: string,
  startedAt: number,
): Promise<{ agentId: string; runId: string }> {
  const agent = (name: string) => ({ "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": name });
  const chat = {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.usage.input_tokens": 420,
    "gen_ai.usage.output_tokens": 35,
  };
  const session = { "gen_ai.conversation.id": "s-42", "user.id": "ada@example.com" };
  const question = JSON.stringify([{ role: "user", parts: [{ type: "text", content: "When does the ferry leave?" }] }]);
  const asked = { ...agent("Planner"), ...session, "gen_ai.input.messages": question };
  const [planner, researcher] = ["planner-service", "researcher-service"];
  const behind = { clockMs: -300_000, service: researcher };
  await sendTrace(url, seed, startedAt, [
    {
      id: "run",
      service: planner,
      name: "invoke_agent Planner",
      startMs: 0,
      endMs: 4000,
      attributes: asked,
      error: "The researcher did not answer",
    },
    { id: "call", parent: "run", service: planner, name: "chat gpt-4o", startMs: 100, endMs: 1100, attributes: chat },
    { id: "again", parent: "call", service: planner, name: "openai.chat", startMs: 120, endMs: 1090, attributes: chat },
    {
      id: "post",
      parent: "run",
      service: planner,
      name: "POST researcher.example",
      startMs: 1300,
      endMs: 3900,
      attributes: {},
    },
    {
      ...behind,
      id: "other",
      parent: "post",
      name: "invoke_agent Researcher",
      startMs: 1400,
      endMs: 3800,
      attributes: agent("Researcher"),
      error: "429: too many requests",
    },
    {
      ...behind,
      id: "other call",
      parent: "other",
      name: "chat gpt-4o",
      startMs: 1500,
      endMs: 3700,
      attributes: chat,
      error: "429: too many requests",
    },
  ]);
  const { agents } = await createRunsClient({ baseUrl: url }).listAgents();
  const agentId = agents.find(({ name }) => name === "Planner")?.agentId;
  if (agentId === undefined) throw new Error("The agent Planner has no run.");
  const traceId = toTraceId(seed);
  return { agentId, runId: traceId.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") };
}

/** A trace in which nothing of an agent is; its root has the error, the attributes and the links. */
export async function sendPlainTrace(
  url: string,
  seed: string,
  startedAt: number,
  { error, attributes = {}, links = [] }: Partial<Pick<TraceSpan, "error" | "attributes" | "links">>,
): Promise<void> {
  await sendTrace(url, seed, startedAt, [
    {
      id: "root",
      service: "shop",
      name: "GET /orders",
      startMs: 0,
      endMs: 180,
      attributes,
      links,
      ...(error && { error }),
    },
    { id: "sql", parent: "root", service: "shop", name: "SELECT orders", startMs: 20, endMs: 150, attributes: {} },
  ]);
}

async function sendTrace(url: string, seed: string, startedAt: number, spans: readonly TraceSpan[]): Promise<void> {
  const services = [...new Set(spans.map(({ service }) => service))];
  const body = {
    resourceSpans: services.map((service) => ({
      resource: { attributes: toAttributes({ "service.name": service }) },
      scopeSpans: [
        { spans: spans.filter((span) => span.service === service).map((span) => toOtlpSpan(span, seed, startedAt)) },
      ],
    })),
  };
  const response = await fetch(`${url}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  if (!response.ok || answer.includes("errorMessage"))
    throw new Error(`Runline did not take the trace: ${response.status} ${answer}`);
}

function toOtlpSpan(span: TraceSpan, seed: string, startedAt: number): object {
  const toNanos = (ms: number) => `${Math.round(startedAt + ms + (span.clockMs ?? 0))}000000`;
  return {
    traceId: toTraceId(seed),
    spanId: toTraceSpanId(seed, span.id),
    ...(span.parent !== undefined && { parentSpanId: toTraceSpanId(seed, span.parent) }),
    name: span.name,
    kind: 1,
    startTimeUnixNano: toNanos(span.startMs),
    endTimeUnixNano: toNanos(span.endMs),
    attributes: toAttributes(span.attributes),
    links: span.links ?? [],
    ...(span.error !== undefined && { status: { code: 2, message: span.error } }),
  };
}

function toAttributes(attributes: TraceSpan["attributes"]): object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? { stringValue: value } : { intValue: String(value) },
  }));
}
