import { createRunsClient, RunsApiError } from "@runline/contract/client";
import { startAdapter, type Adapter } from "../../test-support/start-adapter.ts";
import type { CleanUp } from "./clean-up.ts";
import type { EndedSpan, SpanStore } from "./span-store.ts";

/** Which Runline to start. Without `token` it asks for none. */
export interface RunlineOptions {
  name: string;
  dataDir: string;
  token?: string;
}

/** A Runline that can be stopped and started again on the same port with the same data. */
export interface RunlineServer extends SpanStore {
  readonly url: string;
  /** Names of what a span has as events, log records included. */
  eventsOf(span: EndedSpan): Promise<string[]>;
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Ends it without a chance to clean up. */
  kill9(): Promise<void>;
}

/** Starts Runline on a free port of loopback, with PGlite in `dataDir`, and asks it through the runs API. */
export async function startRunline(cleanUp: CleanUp, options: RunlineOptions): Promise<RunlineServer> {
  const env: Record<string, string> = options.token ? { RUNLINE_TOKEN: options.token } : {};
  let current: Promise<Adapter> | undefined;
  let agentId: string | undefined; // the test has one agent

  function start(args: readonly string[]): Promise<Adapter> {
    // Deferred before it is ready, so that Ctrl-C meanwhile stops it too.
    cleanUp.defer(async () => (await started).stop());
    const started = startAdapter(options.dataDir, { args, env });
    current = started;
    return started;
  }

  const { url } = await start([]);
  const client = createRunsClient({ baseUrl: url, ...(options.token ? { token: options.token } : {}) });
  return {
    name: options.name,
    url,
    async restart() {
      await start(["--port", new URL(url).port]);
    },
    async stop() {
      await (await current)?.stop();
    },
    async kill9() {
      await (await current)?.kill9();
    },
    async eventsOf({ traceId, spanId }) {
      const { events } = await client.getTraceSpan(toRunId(traceId), spanId);
      return events.map(({ name }) => name);
    },
    spansOf: async (traceId) => {
      agentId ??= (await client.listAgents()).agents[0]?.agentId;
      if (agentId === undefined) return [];
      try {
        const { spans } = await client.getRunSpans(agentId, toRunId(traceId));
        return spans.map((span) => ({
          traceId: span.traceId,
          spanId: span.spanId,
          inProgress: span.state === "open" || span.state === "lost",
        }));
      } catch (error) {
        if (error instanceof RunsApiError && error.status === 404) return [];
        throw error;
      }
    },
  };
}

/** The run id of a trace that Runline's instrumentation began: the same 32 digits. */
function toRunId(traceId: string): string {
  return traceId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
