import { expect, test } from "vitest";
import { foldSpans } from "../src/fold/fold-spans.ts";
import { eliza, genAi, http, openInference, span, vercel } from "./support/fault-spans.ts";
import { readFaultTrace, type FaultSpan } from "./support/fault-trace.ts";

/** A fault: the spans that programs send of it, how the run ended, and which step its cause line has to name; none where there is none. */
interface Fault {
  spans: Record<string, FaultSpan>;
  status: "completed" | "error" | "timeout" | "started";
  cause?: string;
  /** What the line of the cause says. */
  line?: RegExp;
}

const FAULTS: Record<string, Fault> = {
  "a refused HTTP call below an action": {
    status: "error",
    cause: "post",
    line: /^BOOK_TABLE › POST tables\.example\.com\/bookings: connect ECONNREFUSED/,
    spans: {
      run: eliza.run("error", [0, 900], { error: "BOOK_TABLE failed" }),
      action: eliza.action("BOOK_TABLE", [100, 500], { in: "run", error: "fetch failed" }),
      post: http("POST", "https://tables.example.com/bookings", "ECONNREFUSED", [110, 480], {
        in: "action",
        error: "connect ECONNREFUSED 203.0.113.7:443",
      }),
      reply: eliza.action("REPLY", [510, 890], { in: "run" }),
    },
  },
  "429 after retries": {
    status: "error",
    cause: "post3",
    line: /^gpt-4o › POST api\.openai\.com.*429.*3 tries/,
    spans: {
      agent: genAi.agent("concierge", [0, 9_000], { error: "RateLimitError: Error code: 429" }),
      chat: genAi.chat([10, 8_990], {
        in: "agent",
        error: "RateLimitError: Error code: 429",
        has: { "error.type": "RateLimitError" },
      }),
      post1: http("POST", "https://api.openai.com/v1/chat/completions", 429, [20, 400], { in: "chat" }),
      post2: http("POST", "https://api.openai.com/v1/chat/completions", 429, [2_000, 2_400], { in: "chat" }),
      post3: http("POST", "https://api.openai.com/v1/chat/completions", 429, [8_000, 8_400], { in: "chat" }),
    },
  },
  "wrong arguments": {
    status: "error",
    cause: "tool",
    line: /^book_table: ToolInvocationError/,
    spans: {
      graph: openInference.of("CHAIN", "LangGraph", [0, 900], {
        error: "ToolInvocationError('Error invoking tool book_table')",
      }),
      model: openInference.of("CHAIN", "model", [5, 400], { in: "graph" }),
      llm: openInference.of("LLM", "ChatOpenAI", [10, 390], { in: "model" }),
      tools: openInference.of("CHAIN", "tools", [410, 890], {
        in: "graph",
        error: "ToolInvocationError('Error invoking tool book_table')",
      }),
      tool: openInference.of("TOOL", "book_table", [420, 430], {
        in: "tools",
        error: "ToolInvocationError('Error invoking tool book_table')",
      }),
    },
  },
  "a tool loop": {
    status: "error",
    cause: "graph",
    line: /GraphRecursionError/,
    spans: {
      graph: openInference.of("CHAIN", "LangGraph", [0, 9_000], {
        error: "GraphRecursionError: Recursion limit of 25 reached",
      }),
      ...Object.fromEntries(
        [0, 1, 2, 3].flatMap((turn): [string, FaultSpan][] => [
          [
            `llm${turn}`,
            openInference.of("LLM", "ChatOpenAI", [turn * 2_000 + 10, turn * 2_000 + 900], { in: "graph" }),
          ],
          [
            `tool${turn}`,
            openInference.of("TOOL", "search", [turn * 2_000 + 1_000, turn * 2_000 + 1_900], {
              in: "graph",
              has: { "input.value": '{"q":"ferry"}' },
            }),
          ],
        ]),
      ),
    },
  },
  "a step that timed out": {
    status: "timeout",
    cause: "action",
    line: /^REPLY took longer/,
    spans: {
      run: eliza.run("timeout", [0, 5_000], {
        error: "The run took longer than it may",
        has: { "error.type": "timeout" },
      }),
      weather: eliza.action("GET_WEATHER", [10, 100], { in: "run" }),
      action: eliza.action("REPLY", [200, 4_990], {
        in: "run",
        error: "REPLY took longer than the 4 s it may",
        has: { "error.type": "timeout" },
      }),
    },
  },
  "a killed process": {
    status: "started",
    spans: {
      run: eliza.run("started", [0, 900], { isOpen: true }),
      action: eliza.action("BOOK_TABLE", [100, 800], { in: "run", isOpen: true }),
      post: http("POST", "https://tables.example.com/bookings", 200, [110, 480], { in: "action" }),
    },
  },
  "a sub-agent that failed": {
    status: "error",
    cause: "chat",
    line: /^researcher › gpt-4o: InternalServerError/,
    spans: {
      root: genAi.agent("planner", [0, 2_000], { error: "researcher gave up" }),
      plan: genAi.chat([10, 300], { in: "root" }),
      transfer: genAi.tool("transfer_to_agent", [310, 1_900], { in: "root" }),
      inner: genAi.agent("researcher", [320, 1_890], { in: "transfer", error: "model failed" }),
      chat: genAi.chat([330, 1_880], {
        in: "inner",
        error: "InternalServerError: 500",
        has: { "error.type": "InternalServerError" },
      }),
    },
  },
  "a database lock": {
    status: "error",
    cause: "sql",
    line: /^save_booking › UPDATE bookings.*: .*deadlock detected/,
    spans: {
      agent: genAi.agent("concierge", [0, 3_000], { error: "OperationalError" }),
      chat: genAi.chat([10, 400], { in: "agent" }),
      tool: genAi.tool("save_booking", [410, 2_990], {
        in: "agent",
        error: "OperationalError",
        has: { "error.type": "OperationalError" },
      }),
      select: span(
        "SELECT bookings",
        [420, 430],
        { "db.system.name": "postgresql", "db.query.text": "SELECT * FROM bookings" },
        { in: "tool" },
      ),
      sql: span(
        "UPDATE bookings",
        [440, 2_980],
        { "db.system.name": "postgresql", "db.query.text": "UPDATE bookings SET taken = true", "error.type": "40P01" },
        { in: "tool", error: "(psycopg.errors.DeadlockDetected) deadlock detected" },
      ),
    },
  },
  "bad JSON from a model": {
    status: "error",
    cause: "object",
    line: /No object generated: could not parse the response/,
    spans: {
      object: vercel.of("ai.generateObject", [0, 900], {
        error: "No object generated: could not parse the response.",
        has: { "ai.telemetry.functionId": "planner" },
      }),
      call: vercel.of("ai.generateObject.doGenerate", [10, 850], {
        in: "object",
        has: { "ai.response.finishReason": "stop" },
      }),
    },
  },
  "a slow provider of state": {
    status: "timeout",
    cause: "provider",
    line: /WEATHER/,
    spans: {
      run: eliza.run("timeout", [0, 5_000], { has: { "error.type": "timeout" } }),
      state: eliza.of("compose_state", [10, 60_010], { in: "run" }),
      time: eliza.of("provide", [12, 20], { in: "state", has: { "runline.context_provider.name": "TIME" } }),
      provider: eliza.of("provide", [12, 60_000], {
        in: "state",
        has: { "runline.context_provider.name": "WEATHER" },
      }),
    },
  },
  "a host that is not found, which the tool tells as its result": {
    status: "completed",
    spans: {
      agent: genAi.agent("concierge", [0, 2_000]),
      ask: genAi.chat([10, 300], { in: "agent" }),
      tool: genAi.tool("get_weather", [310, 600], { in: "agent" }),
      get: http("GET", "https://weather.example/now", "ENOTFOUND", [320, 590], {
        in: "tool",
        error: "getaddrinfo ENOTFOUND weather.example",
      }),
      answer: genAi.chat([610, 1_990], { in: "agent" }),
    },
  },
  "a model that was cut off": {
    status: "error",
    cause: "agent",
    line: /^weather-agent: UnexpectedModelBehavior/,
    spans: {
      agent: genAi.agent("weather-agent", [0, 2_000], {
        error: "UnexpectedModelBehavior: Model token limit exceeded before any response",
        has: { "logfire.msg": "weather-agent run" },
      }),
      chat: genAi.chat([10, 1_980], { in: "agent", has: { "gen_ai.response.finish_reasons": "length" } }),
    },
  },
  "an evaluator that failed after a good run": {
    status: "completed",
    spans: {
      run: eliza.run("completed", [0, 900]),
      reply: eliza.action("REPLY", [10, 500], { in: "run" }),
      judge: eliza.of("evaluate", [510, 890], {
        in: "run",
        error: "The judge said nothing",
        has: { "runline.evaluator.name": "REFLECTION" },
      }),
    },
  },
  "a failure of which the later one is a consequence": {
    status: "error",
    cause: "price",
    line: /^get_price: KeyError/,
    spans: {
      agent: genAi.agent("sales", [0, 2_000], { error: "the quote could not be sent" }),
      ask: genAi.chat([10, 300], { in: "agent" }),
      price: genAi.tool("get_price", [310, 500], {
        in: "agent",
        error: "KeyError: 'sku-7'",
        has: { "error.type": "KeyError" },
      }),
      quote: genAi.tool("send_quote", [510, 700], { in: "agent", error: "no price: get_price failed before" }),
    },
  },
  "steps that were cancelled because another one failed": {
    status: "error",
    cause: "hotel",
    line: /^book_hotel/,
    spans: {
      agent: genAi.agent("travel", [0, 2_000], { error: "unhandled errors in a TaskGroup" }),
      ask: genAi.chat([10, 300], { in: "agent" }),
      hotel: genAi.tool("book_hotel", [310, 700], {
        in: "agent",
        error: "HTTPError: 500 Server Error",
        has: { "error.type": "HTTPError" },
      }),
      flight: genAi.tool("book_flight", [310, 720], {
        in: "agent",
        error: "",
        has: { "error.type": "CancelledError" },
      }),
      car: genAi.tool("book_car", [310, 730], { in: "agent", error: "AbortError: This operation was aborted" }),
    },
  },
  "a failure that a retry took back": {
    status: "completed",
    spans: {
      agent: genAi.agent("concierge", [0, 3_000]),
      overloaded: genAi.chat([10, 300], {
        in: "agent",
        error: "OverloadedError: 529",
        has: { "error.type": "OverloadedError" },
      }),
      again: genAi.chat([1_300, 2_990], { in: "agent" }),
    },
  },
  "a run that its user cancelled": {
    status: "error",
    cause: "chat",
    line: /^gpt-4o: .*aborted/i,
    spans: {
      agent: genAi.agent("concierge", [0, 1_000], { error: "AbortError: Request was aborted." }),
      search: genAi.tool("search", [10, 300], { in: "agent" }),
      chat: genAi.chat([310, 990], {
        in: "agent",
        error: "AbortError: Request was aborted.",
        has: { "error.type": "AbortError" },
      }),
    },
  },
  "a quota inside a sub-agent that is asked over HTTP": {
    status: "error",
    cause: "chat",
    line: /Researcher › gpt-4o: .*insufficient_quota/,
    spans: {
      outer: genAi.agent("Orchestrator", [0, 3_000], { error: "HTTP 500 from researcher" }),
      ask: genAi.chat([10, 400], { in: "outer" }),
      tool: genAi.tool("ask_researcher", [410, 2_990], { in: "outer", error: "HTTP 500 from researcher" }),
      post: http("POST", "http://researcher.example/ask", 500, [420, 2_980], { in: "tool" }),
      server: http("POST", "http://researcher.example/ask", 500, [430, 2_970], { in: "post", service: "researcher" }),
      inner: genAi.agent("Researcher", [440, 2_960], { in: "server", service: "researcher", error: "model failed" }),
      chat: genAi.chat([450, 2_950], {
        in: "inner",
        service: "researcher",
        error: "429 You exceeded your current quota (insufficient_quota)",
        has: { "error.type": "insufficient_quota" },
      }),
    },
  },
  "a context that is too long": {
    status: "error",
    cause: "call",
    line: /maximum context length/,
    spans: {
      text: vercel.of("ai.generateText", [0, 3_000], {
        error: "This model's maximum context length is 128000 tokens.",
        has: { "ai.telemetry.functionId": "planner" },
      }),
      first: vercel.of("ai.generateText.doGenerate", [10, 900], { in: "text" }),
      tool: vercel.tool("read_file", [910, 1_500], { in: "text" }),
      call: vercel.of("ai.generateText.doGenerate", [1_510, 2_990], {
        in: "text",
        error: "This model's maximum context length is 128000 tokens.",
      }),
    },
  },
  "a provider of state that failed, which the run survived, before another step that it did not": {
    status: "error",
    cause: "action",
    line: /^TRANSFER_TOKENS: insufficient funds/,
    spans: {
      run: eliza.run("error", [0, 2_000], { error: "insufficient funds" }),
      state: eliza.of("compose_state", [10, 300], { in: "run" }),
      provider: eliza.of("provide", [12, 290], {
        in: "state",
        error: "TypeError: Cannot read properties of undefined",
        has: { "runline.context_provider.name": "WALLET" },
      }),
      action: eliza.action("TRANSFER_TOKENS", [310, 1_900], { in: "run", error: "insufficient funds" }),
    },
  },
  "a tool of another server that answers that it failed": {
    status: "error",
    cause: "tool",
    line: /get_weather/,
    spans: {
      agent: genAi.agent("concierge", [0, 2_000], { error: "get_weather: city not found" }),
      ask: genAi.chat([10, 300], { in: "agent" }),
      tool: genAi.tool("get_weather", [310, 900], {
        in: "agent",
        error: "city not found",
        has: { "mcp.method.name": "tools/call", "error.type": "tool_error" },
      }),
      sorry: genAi.chat([910, 1_990], { in: "agent" }),
    },
  },
};

test.each(Object.entries(FAULTS))("the cause of %s", (_, { spans, status, cause, line = /^$/ }) => {
  const { facts, idOf } = readFaultTrace(spans);
  // Whatever came first.
  for (const came of [facts, facts.toReversed()]) {
    const [run] = foldSpans(came).runs;
    const { spanId, text } = run?.cause ?? {};
    const named = Object.keys(spans).find((key) => idOf(key) === spanId);
    expect([run?.status, named]).toEqual([status, cause]);
    expect(text ?? "").toMatch(line);
  }
});
