import { fileURLToPath } from "node:url";
import { cleanEnvironment } from "../support/start-adapter.ts";
import { startProcess } from "../support/start-process.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A message and what the model makes of it; `says` must be said by no other message. */
export interface Line {
  says: string;
  plan: string;
  answer?: string;
  providers?: string;
  modelError?: string;
  streamed?: boolean;
  timeoutMs?: number;
}

/** What really happened inside one step of a run. */
interface TrueStep {
  kind: "action" | "model_call" | "evaluator";
  name: string;
  /** The steps around it and itself: `action REPLY > model_call TEXT_LARGE`. */
  path: string;
  ok: boolean;
  error?: string;
}

/** What really happened in one run. */
export interface TrueRun {
  runId: string;
  messageId: string;
  roomId: string;
  entityId: string;
  startedAt: number;
  settledAt: number;
  /** Error that handling the message rejected with. */
  rejected?: string;
  /** What elizaOS itself reported about the end. */
  ended: { event: string; status: string; error?: string }[];
  steps: TrueStep[];
  embeddings: { memoryId?: string; ok: boolean }[];
}

/** What the agent answered. */
export interface Reply {
  roomId: string;
  text?: string;
  /** Pieces it came in, when streamed. */
  chunks: number;
  error?: string;
}

/** A real elizaOS agent in a process of its own. */
export interface Agent {
  readonly agentId: string;
  /** Says something in a room; settles with the run. */
  say(room: string, line: Line): Promise<Reply>;
  /** Waits until so many actions WAIT_AT_GATE are going on. */
  waitAtGate(count: number): Promise<void>;
  /** Lets the actions WAIT_AT_GATE end that are going on now. */
  openGate(): Promise<void>;
  /** All runs so far, as soon as nothing is going on. */
  truth(): Promise<TrueRun[]>;
  /** Everything the process has written so far. */
  output(): string;
  /** Stops the agent, which sends what it has not sent yet, and gives the exit code. */
  stop(): Promise<number | null>;
  /** Ends it without a chance to do anything. */
  kill9(): Promise<void>;
}

/** Who makes the spans of the agent's HTTP calls: the plugin with its globals, or a set-up of the host's own. */
export type HttpSpans = "plugin" | "host";

/** Starts the agent with the Runline plugin pointed at `endpoint`; with `httpSpans` its HTTP calls are spans too. */
export async function startAgent(endpoint: string, { httpSpans }: { httpSpans?: HttpSpans } = {}): Promise<Agent> {
  const program = fileURLToPath(new URL("agent-process.mjs", import.meta.url));
  const child = startProcess(process.execPath, ["--import", "tsx", "--conditions=source", program], {
    cwd: root,
    env: {
      ...cleanEnvironment(),
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      LOG_LEVEL: "fatal",
      ...(httpSpans && { PROBE_HTTP_SPANS: httpSpans }),
    },
  });
  let lastId = 0;

  async function waitForAnswer<T>(id: number): Promise<T> {
    const [, json = ""] = await child.waitForLine(new RegExp(`^@ (\\{"id":${id},.*)$`, "m"), 120_000);
    const answer: { result: T } = JSON.parse(json); // written by our own agent-process.mjs
    return answer.result;
  }
  function send<T>(command: string, args: object = {}): Promise<T> {
    const id = ++lastId;
    child.writeLine(JSON.stringify({ id, command, ...args }));
    return waitForAnswer<T>(id);
  }

  const { agentId } = await waitForAnswer<{ agentId: string }>(0);
  return {
    agentId,
    say: (room, line) => send("say", { room, guest: `Guest of ${room}`, line }),
    async waitAtGate(count) {
      await send("waitAtGate", { count });
    },
    async openGate() {
      await send("openGate");
    },
    async truth() {
      const { runs } = await send<{ runs: TrueRun[] }>("truth");
      return runs;
    },
    output: () => child.output(),
    async stop() {
      child.writeLine(JSON.stringify({ command: "stop" }));
      return child.waitForExit();
    },
    async kill9() {
      await child.stop("SIGKILL");
    },
  };
}
