import { DiagLogLevel, diag } from "@opentelemetry/api";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RedactContent, RunTracerOptions } from "../src/index.ts";
import { recordTelemetry } from "./support/recorded-telemetry.ts";
import type { RecordedTelemetry } from "./support/recorded-telemetry.ts";

const KEY = "sk-live-0123456789";

let warnings: string[];
let telemetry: RecordedTelemetry;

beforeEach(() => {
  warnings = [];
  const write = (message: string): void => void warnings.push(message);
  diag.setLogger({ error: write, warn: write, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);
});

afterEach(async () => {
  await telemetry.shutdown();
  diag.disable();
});

function record(options: RunTracerOptions): RecordedTelemetry {
  telemetry = recordTelemetry({ captureContent: true, ...options });
  return telemetry;
}

describe("the redaction hook", () => {
  /** What is kept of an action's arguments and result. */
  function keep(redact: RedactContent | undefined, args: unknown, result: unknown): unknown[] {
    const { tracer, getSpan } = record({ redact });
    tracer.startAction({ name: "SEARCH", arguments: args }).end({ result });
    const { attributes } = getSpan("execute_tool SEARCH");
    return [attributes["gen_ai.tool.call.arguments"], attributes["gen_ai.tool.call.result"]];
  }

  it("sees each piece with the name of its attribute, and decides what is kept", () => {
    const seen: unknown[] = [];
    const kept = keep(
      (value, attribute) => {
        seen.push([attribute, value]);
        return attribute === "gen_ai.tool.call.result" ? undefined : { ...Object(value), email: "[email]" };
      },
      { email: "ada@example.test", city: "Paris" },
      { forecast: "sunny" },
    );
    expect(seen).toEqual([
      ["gen_ai.tool.call.arguments", { email: "ada@example.test", city: "Paris" }],
      ["gen_ai.tool.call.result", { forecast: "sunny" }],
    ]);
    expect(kept).toEqual(['{"email":"[email]","city":"Paris"}', undefined]);
  });

  it("sees prompts as the agent gave them; what it returns becomes messages", () => {
    const { tracer, getSpan } = record({ redact: (value) => String(value).toUpperCase() });
    tracer.startModelCall({ model: "m", input: "hello" }).end({ output: "good day" });
    expect(getSpan("chat m").attributes).toMatchObject({
      "gen_ai.input.messages": '[{"role":"user","parts":[{"type":"text","content":"HELLO"}]}]',
      "gen_ai.output.messages": '[{"role":"assistant","parts":[{"type":"text","content":"GOOD DAY"}]}]',
    });
  });

  it("gets a copy: what it does to that is not done to the agent", () => {
    const args = { deep: { key: 1 } };
    const [kept] = keep((value) => Object.assign(Object(value), { deep: "gone" }), args, 0);
    expect(kept).toBe('{"deep":"gone"}');
    expect(args).toEqual({ deep: { key: 1 } });
  });

  it("that throws leaves the content out and is reported once", () => {
    const fail = (): never => {
      throw new Error("hook broken");
    };
    expect(keep(fail, { a: 1 }, { b: 2 })).toEqual([undefined, undefined]);
    expect(warnings.filter((text) => text.includes("the option redact failed"))).toHaveLength(1);
  });

  it("that returns a promise leaves the content out, and no rejection of it reaches the process", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", note);
    const reject: RedactContent = () => Promise.reject(new Error("too late"));
    expect(keep(reject, { a: 1 }, { b: 2 })).toEqual([undefined, undefined]);
    await sleep(10);
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
    expect(warnings.filter((text) => text.includes("returned a promise"))).toHaveLength(1);
  });

  it("may return anything: what is not JSON is written as well as it can be", () => {
    const circular: Record<string, unknown> = { call: () => 1, big: 10n ** 20n };
    circular["self"] = circular;
    expect(keep(() => circular, 0, Symbol("x"))[0]).toBe('{"big":"100000000000000000000","self":"[circular]"}');
  });

  it("is not asked when content is not captured", () => {
    let calls = 0;
    const { tracer, getSpan } = record({ captureContent: false, redact: () => (calls += 1) });
    tracer.startAction({ name: "SEARCH", arguments: { a: 1 } }).end({ result: 1 });
    expect(getSpan("execute_tool SEARCH").attributes).not.toHaveProperty(["gen_ai.tool.call.arguments"]);
    expect(calls).toBe(0);
  });

  it("neither sees a secret nor can put one back", () => {
    const seen: unknown[] = [];
    const { tracer, getSpan } = record({ secrets: [KEY], redact: (value) => (seen.push(value), `again ${KEY}`) });
    tracer.startAction({ name: "SEARCH", arguments: KEY }).end();
    expect(seen).toEqual(["[secret]"]);
    expect(getSpan("execute_tool SEARCH").attributes["gen_ai.tool.call.arguments"]).toBe('"again [secret]"');
  });
});

describe("secrets", () => {
  it("are in no status, exception, stack, error type or event, whether content is captured or not", () => {
    const { tracer, listSpans } = record({ captureContent: false, secrets: () => [KEY] });
    const error = Object.assign(new TypeError(`401: invalid key ${KEY}`), { code: `code ${KEY}` });
    tracer.withRun({}, (run) => {
      run.addEvent("note", { text: `the key is ${KEY}`, list: [KEY], count: 1 });
      tracer.startAction({ name: "A" }).fail(error);
      tracer.startModelCall({ model: "m" }).end({ error: KEY });
      const embedding = tracer.startEmbedding();
      embedding.noteRetry(error);
      embedding.fail({ name: KEY, message: KEY });
      tracer.startEvaluator({ name: "E" }).fail(`rejected ${KEY}`);
      run.end({ status: "error", error: `${"x".repeat(4_090)}${KEY}` });
    });
    const written = JSON.stringify(
      listSpans().map(({ name, status, attributes, events }) => ({ name, status, attributes, events })),
    );
    expect(written).not.toContain("sk-");
    expect(written).toContain('"message":"401: invalid key [secret]"');
    expect(written).toContain('"exception.stacktrace":"TypeError: 401: invalid key [secret]');
    expect(written).toContain('"text":"the key is [secret]","list":["[secret]"],"count":1');
  });

  it("hide every text while they cannot be listed", () => {
    const { tracer, getSpan } = record({
      secrets: () => {
        throw new Error("vault closed");
      },
    });
    tracer.startAction({ name: "A", arguments: { to: "Paris" } }).fail(new Error(KEY));
    const { attributes, status } = getSpan("execute_tool A");
    expect(attributes["gen_ai.tool.call.arguments"]).toBe('{"[secret]":"[secret]"}');
    expect(status.message).toBe("[secret]");
  });
});

describe("cost", () => {
  const prices = {
    "gpt-4o-mini": { inputPerMillion: 0.15, outputPerMillion: 0.6, cachedInputPerMillion: 0.075 },
    TEXT_LARGE: { inputPerMillion: 3, outputPerMillion: 15 },
    TEXT_EMBEDDING: { inputPerMillion: 0.02, outputPerMillion: 0 },
  };

  it("is on model calls and embeddings whose tokens and price are known, also when they failed", () => {
    const { tracer, getSpan } = record({ prices });
    tracer
      .startModelCall({ model: "gpt-4o-mini" })
      .end({ inputTokens: 1_000, outputTokens: 100, cachedInputTokens: 800 });
    tracer.startModelCall({ modelType: "TEXT_LARGE" }).fail("cut off", { inputTokens: 1_000, outputTokens: 100 });
    tracer.startEmbedding().end({ inputTokens: 1_000 });
    expect(getSpan("chat gpt-4o-mini").attributes).toMatchObject({
      "gen_ai.usage.input_tokens": 1_000,
      "gen_ai.usage.cache_read.input_tokens": 800,
      "gen_ai.usage.cost": 0.00015,
    });
    expect(getSpan("chat TEXT_LARGE").attributes["gen_ai.usage.cost"]).toBe(0.0045);
    expect(getSpan("embeddings TEXT_EMBEDDING").attributes["gen_ai.usage.cost"]).toBe(0.00002);
  });

  it("is absent, not 0, without tokens or without a price", () => {
    const { tracer, listSpans } = record({ prices });
    tracer.startModelCall({ model: "gpt-4o-mini" }).end();
    tracer.startModelCall({ model: "unheard-of" }).end({ inputTokens: 1, outputTokens: 1 });
    tracer.startEmbedding().end();
    expect(listSpans()).toHaveLength(3);
    for (const { attributes } of listSpans()) expect(attributes).not.toHaveProperty(["gen_ai.usage.cost"]);
  });

  it("takes no wrong price, says so once, and lets the agent go on", () => {
    const wrong = JSON.parse('{"gpt-4o-mini":{"inputPerMillion":"cheap"}}');
    const { tracer, getSpan } = record({ prices: wrong });
    for (let call = 0; call < 2; call++) {
      tracer.startModelCall({ model: "gpt-4o-mini" }).end({ inputTokens: 1, outputTokens: 1 });
    }
    expect(getSpan("chat gpt-4o-mini").attributes).not.toHaveProperty(["gen_ai.usage.cost"]);
    expect(
      warnings.filter((text) => text.includes('the price of "gpt-4o-mini" is {"inputPerMillion":"cheap"}')),
    ).toHaveLength(1);
  });
});
