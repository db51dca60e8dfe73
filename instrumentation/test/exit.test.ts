import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSpanSink } from "./support/span-sink.ts";
import type { SpanSink } from "./support/span-sink.ts";

const PROGRAM = fileURLToPath(new URL("support/exiting-agent.ts", import.meta.url));

let sink: SpanSink;
let child: ChildProcess | undefined;

beforeEach(async () => {
  sink = await openSpanSink();
});

afterEach(async () => {
  child?.kill("SIGKILL");
  await sink.close();
});

/** Starts the agent with the given way to end; resolves with how it exited. */
function run(way: string): { ready: Promise<unknown>; exited: Promise<unknown[]> } {
  child = spawn(process.execPath, ["--import", "tsx", "--conditions=source", PROGRAM, way], {
    env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.stdout === null) throw new Error("The agent has no stdout.");
  return { ready: once(child.stdout, "data"), exited: once(child, "exit") };
}

describe("on SIGTERM", () => {
  it("ends what is open as an error, delivers it and lets the signal end the process", async () => {
    const { ready, exited } = run("wait");
    await ready;
    child?.kill("SIGTERM");
    expect(await exited).toEqual([null, "SIGTERM"]);
    const action = await sink.waitFor((span) => span.name === "execute_tool SLOW" && span.hasEnd);
    expect(action.attributes["error.type"]).toBe("process_exit");
    const open = await sink.waitFor((span) => span.name === "invoke_agent open" && span.hasEnd);
    expect(open.status).toMatchObject({ code: 2, message: "The process was stopped by SIGTERM" });
    expect(open.attributes).toMatchObject({ "runline.run.status": "error", "error.type": "process_exit" });
    expect(sink.spans.some((span) => span.name === "invoke_agent done" && span.hasEnd)).toBe(true);
  });

  it.each(["signal-exit 3", "signal-exit 4"])("ends the process also next to %s", async (way) => {
    const { ready, exited } = run(way);
    await ready;
    child?.kill("SIGTERM");
    expect(await exited).toEqual([null, "SIGTERM"]);
    const open = await sink.waitFor((span) => span.name === "invoke_agent open" && span.hasEnd);
    expect(open.attributes["error.type"]).toBe("process_exit");
  });

  it("goes on with a host that listens and does not exit", async () => {
    const { ready, exited } = run("logger");
    await ready;
    const logged = once(child?.stdout ?? process.stdout, "data");
    child?.kill("SIGTERM");
    await logged;
    // The flush is over once this is here; whatever was going to end the process would have.
    await sink.waitFor((span) => span.name === "invoke_agent done" && span.hasEnd);
    expect(sink.spans.filter((span) => span.name === "invoke_agent open" && span.hasEnd)).toEqual([]);
    expect(child?.signalCode).toBeNull();
    child?.kill("SIGINT");
    expect(await exited).toEqual([null, "SIGINT"]);
    const open = await sink.waitFor((span) => span.name === "invoke_agent open" && span.hasEnd);
    expect(open.status.message).toBe("The process was stopped by SIGINT");
  });

  it("leaves the exit to a host that listens too", async () => {
    const { ready, exited } = run("host");
    await ready;
    child?.kill("SIGTERM");
    expect(await exited).toEqual([7, null]);
    const open = await sink.waitFor((span) => span.name === "invoke_agent open" && span.hasEnd);
    expect(open.attributes["runline.run.status"]).toBe("completed");
  });
});

it("delivers what has ended when the process runs out of work", async () => {
  const { exited } = run("drain");
  expect(await exited).toEqual([0, null]);
  expect(sink.spans.map((span) => span.name)).toContain("invoke_agent done");
});
