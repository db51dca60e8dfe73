import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cleanEnvironment } from "../../../test-support/start-adapter.ts";
import { startProcess } from "../../../test-support/start-process.ts";
import { takePort } from "../../../test-support/take-port.ts";
import { findWorkspaceCode } from "../../../test-support/workspace-code.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const ADA = "6b0e1c52-9f0b-4a52-8a55-0d2c5a1f0a01";
/** The message server that elizaOS makes by itself. */
const DEFAULT_SERVER = "00000000-0000-0000-0000-000000000000";

/** How to start the server of elizaOS. */
export interface ElizaServerOptions {
  /** Name of its agent. */
  agent: string;
  /** Where spans go to. */
  otlpUrl: string;
  /** What stands in for Sentry's service. */
  sentryUrl: string;
  serviceUrl: string;
  /** The host's NodeSDK, loaded with `node --import`. */
  preload?: "node-sdk";
  /** What will be said; the agent thinks about each, in an action with model calls. */
  texts: readonly string[];
}

/** How a message is answered: in the HTTP response, as a stream of events, or through the server's message bus. */
type Transport = "http" | "sse" | "websocket";

/** The server, with one agent. */
export interface ElizaServer {
  readonly agentId: string;
  /** Whether the process's global OpenTelemetry records spans. */
  readonly isGlobalRecording: boolean;
  /** Says something through the messaging API, in a channel of its own, and gives what the server answers. */
  say(
    transport: Transport,
    text: string,
    more?: { headers?: Record<string, string>; metadata?: object },
  ): Promise<string>;
  /** Everything it has written so far. */
  output(): string;
  /** Stops it as a supervisor does. */
  stop(): Promise<void>;
}

/** Starts the real server of elizaOS, which can reach nothing outside of this machine. */
export async function startElizaServer(options: ElizaServerOptions): Promise<ElizaServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "runline-eliza-server-"));
  const taken = await takePort();
  await taken.free();
  const imports = options.preload === undefined ? [] : ["--import", `./e2e/host/${options.preload}.mjs`];
  const { flags } = await findWorkspaceCode();
  const args = ["--import", "./e2e/host/loopback-only.mjs", ...flags, ...imports, "e2e/host/server-process.mjs"];
  const child = startProcess(process.execPath, args, {
    cwd: root,
    env: {
      ...cleanEnvironment(),
      OTEL_EXPORTER_OTLP_ENDPOINT: options.otlpUrl,
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true",
      SENTRY_DSN: options.sentryUrl.replace("://", "://key@") + "/1",
      SERVER_HOST: "127.0.0.1",
      SERVER_PORT: String(taken.port),
      ELIZA_UI_ENABLE: "false",
      SECRET_SALT: "salt",
      LOG_LEVEL: "fatal",
      HOST_AGENT: options.agent,
      HOST_DATA_DIR: dataDir,
      HOST_SERVICE_URL: options.serviceUrl,
      HOST_LINES: JSON.stringify(options.texts.map((says) => ({ says, plan: "REPLY,THINK", answer: "I have." }))),
    },
  });
  const [, json = ""] = await child.waitForLine(/^Listening: (\{.*\})$/m, 120_000).catch(async (error: unknown) => {
    await child.stop("SIGKILL");
    throw error;
  });
  const { agentId, isGlobalRecording }: { agentId: string; isGlobalRecording: boolean } = JSON.parse(json); // our own

  return {
    agentId,
    isGlobalRecording,
    async say(transport, text, { headers = {}, metadata = {} } = {}) {
      const channel = crypto.randomUUID();
      const response = await fetch(`http://127.0.0.1:${taken.port}/api/messaging/channels/${channel}/messages`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({
          author_id: ADA,
          content: text,
          message_server_id: DEFAULT_SERVER,
          metadata: { isDm: true, channelType: "DM", targetUserId: agentId, ...metadata },
          transport,
        }),
      });
      return response.text();
    },
    output: () => child.output(),
    async stop() {
      await child.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
