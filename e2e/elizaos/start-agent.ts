import { startElizaProcess } from "../support/start-eliza-process.ts";

/** A message and what the agent makes of it; `says` must be said by no other message, nor be part of one. */
export interface Line {
  says: string;
  /** Actions that the model answers with. */
  plan: string;
  answer?: string;
  /** Providers that the model asks for. */
  providers?: string;
  /** What the model fails with. */
  modelError?: string;
  /** Answers of the model that cannot be parsed, before it gives a good one. */
  garbled?: number;
  /** Multi-step mode: the actions that the model decides on, one after the other. */
  steps?: string[];
  /** What the receiver of the agent's answers fails with. */
  callbackError?: string;
  streamed?: boolean;
  timeoutMs?: number;
  /** The message comes without an id; elizaOS gives it one. */
  withoutId?: boolean;
  /** The database tells no id of the message that it has saved. */
  nameless?: boolean;
  /** The agent itself says it. */
  sender?: "agent";
  /** The agent has muted the room. */
  muted?: boolean;
  /** The agent answers nobody it does not follow. */
  off?: boolean;
  /** The room is a group: the model decides whether to answer, and decides against it. */
  group?: boolean;
  /** The model waits until its gate is opened before it thinks. */
  modelWaits?: boolean;
  /** Attempts at the embedding of the message that fail; after four elizaOS gives up. */
  embeddingFailures?: number;
  /** The embedding of the message waits until its gate is opened. */
  embeddingWaits?: boolean;
}

/** What an action, an evaluator, an embedding or the model may wait at. */
type GateName = "action" | "evaluator" | "embedding" | "model";

/** The moments between which something happened, in ms since the epoch; `null` where nobody could see one. */
export type Between = [earliest: number | null, latest: number | null];

/** What really happened inside one step of a run. */
export interface TrueStep {
  kind: "plan" | "action" | "model_call" | "evaluator" | "composed_state" | "context_provider" | "embedding";
  name: string;
  /** The steps around it and itself: `plan 2 > action REPLY 1/2 > model_call TEXT_LARGE`. */
  path: string;
  ok: boolean;
  error?: string;
  began: Between;
  ended: Between;
  /** Of an action. */
  actionId?: string;
  /** Of a model call. */
  provider?: string;
  /** Of an embedding that a memory was queued for. */
  memoryId?: string;
}

/** What really happened in one run. */
export interface TrueRun {
  runId: string;
  messageId?: string;
  roomId: string;
  entityId: string;
  says: string;
  began: Between;
  ended: Between;
  /** Error that handling the message rejected with. */
  rejected?: string;
  /** What elizaOS itself reported about the end. */
  reports: { status: string; error?: string }[];
  steps: TrueStep[];
}

/** What really happened in an agent. */
export interface Truth {
  runs: TrueRun[];
  /** Types of the model calls that were made outside of any run. */
  outside: string[];
}

/** A row of elizaOS's own `logs`, or of ours. */
export interface LoggedRow {
  type: string;
  entity_id: string | null;
  room_id: string | null;
  body: Record<string, unknown>;
}

/** What the agent answered. */
export interface Reply {
  text?: string;
  /** Pieces it came in, when streamed. */
  chunks: number;
  error?: string;
}

/** A real elizaOS agent in a process of its own. */
export interface Agent {
  readonly agentId: string;
  /** Version of its Node. @example "24.21.0" */
  readonly node: string;
  /** Says something in a room; settles with the run. */
  say(room: string, line: Line): Promise<Reply>;
  /** Waits until so much is waiting at the gate; actions wait in WAIT_AT_GATE, evaluators in SLOW_JUDGE. */
  waitAtGate(count: number, gate?: GateName): Promise<void>;
  /** Lets those pass that are waiting at the gate now. */
  openGate(gate?: GateName): Promise<void>;
  /** Makes a model call outside of any run. */
  callModel(): Promise<void>;
  /** All so far, as soon as nothing is going on. */
  truth(): Promise<Truth>;
  /** elizaOS's own log so far, oldest first, without `state`. */
  logs(): Promise<LoggedRow[]>;
  /** Everything the process has written so far. */
  output(): string;
  /** Stops the agent, which sends what it has not sent yet, and gives the exit code. */
  stop(): Promise<number | null>;
  /** Ends it without a chance to do anything. */
  kill9(): Promise<void>;
}

/** How to start the agent. */
export interface StartAgentOptions {
  /** Who makes the spans of its HTTP calls, if anybody: the plugin with its globals, or a set-up of the host's own. */
  httpSpans?: "plugin" | "host";
  /** The plugin as it is published, and a Node to run it on; without it the workspace, on the Node of the tests. */
  published?: { node: string; pluginUrl: string };
  /** elizaOS's own plugin in full, or without what slows down an agent with many rooms. @defaultValue `full` */
  bootstrap?: "full" | "lean";
  /** Which line of elizaOS. On 2.0 the plugin must be the published one, and `logs` are not there. @defaultValue `1.7` */
  eliza?: "1.7" | "2.0";
}

/** Starts the agent with the Runline plugin pointed at `endpoint`. */
export async function startAgent(endpoint: string, options: StartAgentOptions = {}): Promise<Agent> {
  const { httpSpans, published, bootstrap = "full", eliza = "1.7" } = options;
  const is2 = eliza === "2.0";
  const child = await startElizaProcess({
    program: [new URL(is2 ? "../eliza-2/agent-process.mjs" : "agent-process.mjs", import.meta.url)],
    ...(is2 && { engine: "memory" }),
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      PROBE_BOOTSTRAP: bootstrap,
      ...(httpSpans && { PROBE_HTTP_SPANS: httpSpans }),
      ...(published && { PROBE_PLUGIN: published.pluginUrl }),
    },
    ...(published && { publishedNode: published.node }),
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

  const { agentId, node } = await waitForAnswer<{ agentId: string; node: string }>(0);
  return {
    agentId,
    node,
    say: (room, line) => send("say", { room, guest: `Guest of ${room}`, line }),
    async waitAtGate(count, gate = "action") {
      await send("waitAtGate", { count, gate });
    },
    async openGate(gate = "action") {
      await send("openGate", { gate });
    },
    async callModel() {
      await send("callModel");
    },
    truth: () => send("truth"),
    async logs() {
      const { rows } = await send<{ rows: LoggedRow[] }>("logs");
      return rows;
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
