import type * as z from "zod/mini";
import { ErrorBody } from "./error.ts";
import { AgentList, RunList, RunStats, type ListRunsParams, type RunStatsParams } from "./runs-api.ts";
import { RunDetail } from "./run.ts";
import { RunSpans } from "./span.ts";
import { TraceList, type ListTracesParams } from "./traces-api.ts";

/** Where the API is and how to call it. */
export interface RunsClientOptions {
  /** Address of Runline. @defaultValue "" (the page's own origin; Node needs an absolute address) */
  baseUrl?: string;
  /** Token that Runline was started with; sent as `Authorization: Bearer`. */
  token?: string;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch;
}

/** Options of one call. Aborting `signal` rejects the call with the signal's reason. */
export interface CallOptions {
  signal?: AbortSignal;
}

/**
 * Thrown when the API answers with an error, cannot be reached (`code` = `NETWORK`, `status` = 0) or answers with
 * something else than it promises (`code` = `BAD_RESPONSE`).
 */
export class RunsApiError extends Error {
  override readonly name = "RunsApiError";
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = status;
  }
}

/**
 * Typed calls of the runs API, for Node and the browser.
 *
 * @example
 * const client = createRunsClient({ baseUrl: "http://127.0.0.1:4318" });
 * const { agents } = await client.listAgents();
 * const { runs } = await client.listRuns(agents[0].agentId, { status: "error", limit: 5 });
 */
export interface RunsClient {
  listAgents(options?: CallOptions): Promise<AgentList>;
  listRuns(agentId: string, params?: ListRunsParams, options?: CallOptions): Promise<RunList>;
  /** `roomId` narrows to a run of that room: another room's run is reported as not found. */
  getRun(agentId: string, runId: string, roomId?: string, options?: CallOptions): Promise<RunDetail>;
  getRunSpans(agentId: string, runId: string, options?: CallOptions): Promise<RunSpans>;
  getStats(agentId: string, params: RunStatsParams, options?: CallOptions): Promise<RunStats>;
  /** Traces without a run: nothing of an agent was seen in them. */
  listTraces(params?: ListTracesParams, options?: CallOptions): Promise<TraceList>;
  /** Every span of any trace, by its id of 32 hex digits. */
  getTraceSpans(traceId: string, options?: CallOptions): Promise<RunSpans>;
}

/** Makes a client; it holds no connection and needs no closing. */
export function createRunsClient(options: RunsClientOptions = {}): RunsClient {
  const baseUrl = (options.baseUrl ?? "").replace(/\/+$/, "");
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const headers: Record<string, string> = { accept: "application/json" };
  if (options.token) headers["authorization"] = `Bearer ${options.token}`;

  async function get<T>(path: string, query: object, schema: z.ZodMiniType<T>, call: CallOptions = {}): Promise<T> {
    const url = `${baseUrl}${path}${toQueryString(query)}`;
    let response: Response;
    let text: string;
    try {
      response = await send(url, call.signal ? { headers, signal: call.signal } : { headers });
      text = await response.text();
    } catch (error) {
      if (call.signal?.aborted) throw error;
      throw new RunsApiError("NETWORK", 0, `Runline cannot be reached at ${url}. Is it running?`, { cause: error });
    }
    return parseResponse(url, response.status, text, schema);
  }

  const agentPath = (agentId: string) => `/api/agents/${encodeURIComponent(agentId)}`;
  const runPath = (agentId: string, runId: string) => `${agentPath(agentId)}/runs/${encodeURIComponent(runId)}`;

  return {
    listAgents: (call) => get("/api/agents", {}, AgentList, call),
    listRuns: (agentId, params = {}, call) => get(`${agentPath(agentId)}/runs`, params, RunList, call),
    getRun: (agentId, runId, roomId, call) => get(runPath(agentId, runId), { roomId }, RunDetail, call),
    getRunSpans: (agentId, runId, call) => get(`${runPath(agentId, runId)}/spans`, {}, RunSpans, call),
    getStats: (agentId, params, call) => get(`${agentPath(agentId)}/stats`, params, RunStats, call),
    listTraces: (params = {}, call) => get("/api/traces", params, TraceList, call),
    getTraceSpans: (traceId, call) => get(`/api/traces/${encodeURIComponent(traceId)}/spans`, {}, RunSpans, call),
  };
}

function toQueryString(query: object): string {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return "";
  return `?${new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString()}`;
}

function parseResponse<T>(url: string, status: number, text: string, schema: z.ZodMiniType<T>): T {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new RunsApiError("BAD_RESPONSE", status, `${url} answered ${status} with something that is not JSON.`, {
      cause: error,
    });
  }
  if (status < 200 || status > 299) {
    const known = ErrorBody.safeParse(body);
    if (known.success) throw new RunsApiError(known.data.error.code, status, known.data.error.message);
    throw new RunsApiError("BAD_RESPONSE", status, `${url} answered ${status} without an error message.`);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new RunsApiError("BAD_RESPONSE", status, `${url} answered in a form this client does not know.`, {
    cause: parsed.error,
  });
}
