import { diag, DiagLogLevel, TraceFlags } from "@opentelemetry/api";
import { afterEach, describe, expect, it, vi } from "vitest";
import { formatPauseToken, readPauseToken, toPausedSpan } from "./pause.ts";
import type { PausedRun } from "./pause.ts";

const RUN_ID = "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";
const AGENT_ID = "7a1d1e0c-2a55-4d0c-9a43-0c5a7c9a1f01";
const PAUSED: PausedRun = {
  runId: RUN_ID,
  owner: { agentId: AGENT_ID, roomId: AGENT_ID, entityId: AGENT_ID, messageId: AGENT_ID },
  spanContext: {
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    spanId: "00f067aa0ba902b7",
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  },
};
const TOKEN = formatPauseToken(PAUSED);

afterEach(() => diag.disable());

describe("the token of a paused run", () => {
  it("is read as it was written", () => {
    expect(readPauseToken(TOKEN)).toEqual(PAUSED);
    const bare = {
      ...PAUSED,
      owner: { agentId: undefined, roomId: undefined, entityId: undefined, messageId: undefined },
    };
    expect(readPauseToken(formatPauseToken(bare))).toEqual(bare);
  });

  it("has at most 242 characters, and of ids only those that are UUIDs", () => {
    expect(TOKEN).toHaveLength(242);
    const odd = formatPauseToken({ ...PAUSED, owner: { ...PAUSED.owner, entityId: "ada@example.com" } });
    expect(odd).not.toContain("ada");
    expect(readPauseToken(odd)?.owner.entityId).toBeUndefined();
  });

  it("tells of the trace's flags only whether it is recorded: others are not for the one who goes on", () => {
    const readFlags = (flags: string) => readPauseToken(TOKEN.replace("-01.", `-${flags}.`))?.spanContext.traceFlags;
    expect([readFlags("ff"), readFlags("fe")]).toEqual([TraceFlags.SAMPLED, TraceFlags.NONE]);
  });

  it("of a run that was not recorded names no span to go on from", () => {
    const spanContext = { ...PAUSED.spanContext, traceId: "0".repeat(32), spanId: "0".repeat(16) };
    const paused = readPauseToken(formatPauseToken({ ...PAUSED, spanContext }));
    expect(paused?.runId).toBe(RUN_ID);
    expect(toPausedSpan(paused)).toBeUndefined();
  });

  it.each([
    ["nothing", ""],
    ["a text", "../../etc/passwd"],
    ["another version", TOKEN.replace("1.", "2.")],
    ["a run that is not a UUID", TOKEN.replace(RUN_ID, "run-1")],
    ["no trace", TOKEN.replace("4bf92f3577b34da6a3ce929d0e0e4736", "4bf9")],
    ["a part too few", TOKEN.slice(0, TOKEN.lastIndexOf("."))],
    ["a part too many", `${TOKEN}.`],
    ["10 million characters", ".".repeat(10_000_000)],
    ["no text", 7],
    ["null", null],
    [
      "an object whose members cannot be read",
      new Proxy(
        {},
        {
          get: () => {
            throw new Error("broken");
          },
        },
      ),
    ],
  ])("is none: %s, which is said once and not repeated", (_what, token) => {
    const warn = vi.fn<(message: string) => void>();
    diag.setLogger(
      { error: warn, warn, info: warn, debug: warn, verbose: warn },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
    expect(readPauseToken(token)).toBeUndefined();
    expect(warn.mock.calls).toEqual([[expect.stringContaining("not a token of `pause`")]]);
  });
});
