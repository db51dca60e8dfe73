import { encodeProtobuf } from "../../collector-adapter/test/support/otlp-encoder.ts";
import { createTestRun } from "../../collector-adapter/test/support/test-run.ts";
import { toTraceRequest, type TestAttributes, type TestSpan } from "../../collector-adapter/test/support/test-span.ts";

/** Requests that are encoded already, so that sending them costs next to nothing. */
export interface Traffic {
  spans: number;
  /** OTLP as protobuf. */
  bodies: Buffer[];
}

const HTTP_ATTRIBUTES: TestAttributes = {
  "http.request.method": "GET",
  "http.response.status_code": 200,
  "url.full": "https://api.weather.example/v1/forecast?city=berlin&days=3",
  "url.scheme": "https",
  "server.address": "api.weather.example",
  "server.port": 443,
  "network.peer.address": "203.0.113.7",
  "network.peer.port": 443,
  "network.protocol.version": "1.1",
  "user_agent.original": "node",
  "http.response.body.size": 2_118,
  "http.response.header.content-type": "application/json",
};
const TOOL_ATTRIBUTES: TestAttributes = {
  "gen_ai.tool.type": "function",
  "gen_ai.tool.description": "Says what the weather will be in a city.",
  "deployment.environment.name": "production",
  "thread.name": "main",
};
const MODEL_ATTRIBUTES: TestAttributes = {
  "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
  "gen_ai.response.id": "chatcmpl-BgH2kq9VYx3cJrWm0a1Zs7Ud4LfTe",
};

/** Runs that are whole when they come: the traffic of a busy agent, or of several. */
export function createSmallRuns(
  runs: number,
  spansOfRun: number,
  runsOfRequest: number,
  toAgentId?: (run: number) => string,
): Traffic {
  return toTraffic(
    Array.from({ length: runs / runsOfRequest }, (_, request) =>
      Array.from({ length: runsOfRequest }, (__, run) =>
        createSpans(spansOfRun, toAgentId?.(request * runsOfRequest + run)),
      ).flat(),
    ),
  );
}

/** One run that grows with each request: it is marked with most of them, and folded in the background. */
export function createGrowingRun(spansOfRun: number, spansOfRequest: number): Traffic {
  const spans = createSpans(spansOfRun);
  return toTraffic(
    Array.from({ length: spansOfRun / spansOfRequest }, (_, index) =>
      spans.slice(index * spansOfRequest, (index + 1) * spansOfRequest),
    ),
  );
}

function toTraffic(requests: readonly TestSpan[][]): Traffic {
  const spans = requests.reduce((sum, request) => sum + request.length, 0);
  return { spans, bodies: requests.map((request) => encodeProtobuf(toTraceRequest(request))) };
}

/** A run as Runline's instrumentation sends it, its root last: actions with a request in each, and model calls, of 12 attributes. */
function createSpans(size: number, agentId?: string): TestSpan[] {
  const run = createTestRun({ ...(agentId !== undefined && { agentId }) });
  const spans: TestSpan[] = [];
  while (spans.length < size - 1) {
    const from = spans.length * 10;
    const action = run.action("GET_WEATHER", { from, to: from + 8, attributes: TOOL_ATTRIBUTES });
    const place = { from, to: from + 5, parent: action, attributes: HTTP_ATTRIBUTES };
    spans.push(run.infrastructure("GET", place), action);
    spans.push(run.modelCall({ from, to: from + 9, attributes: MODEL_ATTRIBUTES }));
  }
  return [...spans.slice(0, size - 1), run.root({ to: size * 10 })];
}
