import type * as z from "zod/mini";
import { ErrorBody } from "./error.ts";
import { AgentList, RunList, RunStats, type ListRunsParams, type RunStatsParams } from "./runs-api.ts";
import { RunDetail, RunSummaryAnswer, type RunSummary } from "./run.ts";
import { RunSpans, SpanAnswer, SpansLine, type SpanDetail } from "./span.ts";
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

/** Options of a call whose answer comes line by line. */
export interface SpansCallOptions extends CallOptions {
  /** `cursor` of the answer before: only what has changed since then comes. */
  after?: string | undefined;
  /** Told of each line in its order. */
  onLine: (line: SpansLine) => void;
}

/**
 * Thrown when the API answers with an error, cannot be reached (`code` = `NETWORK`, `status` = 0) or answers with
 * something else than it promises (`code` = `BAD_RESPONSE`).
 */
export class RunsApiError extends Error {
  override readonly name = "RunsApiError";
  readonly code: string;
  readonly status: number;
  /** How long to wait before the next try, in ms, when the server says so. */
  readonly retryAfterMs: number | undefined;

  constructor(code: string, status: number, message: string, options?: ErrorOptions & { retryAfterMs?: number }) {
    super(message, options);
    this.code = code;
    this.status = status;
    this.retryAfterMs = options?.retryAfterMs;
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
  /** The same without its events. */
  getRunSummary(agentId: string, runId: string, options?: CallOptions): Promise<RunSummary>;
  /** Every span of a run, without content. */
  getRunSpans(agentId: string, runId: string, options?: CallOptions): Promise<RunSpans>;
  /** The same while it is read; resolves after the last line. */
  streamRunSpans(agentId: string, runId: string, options: SpansCallOptions): Promise<void>;
  /** What was sent of one span: attributes, events, links, content. */
  getRunSpan(agentId: string, runId: string, spanId: string, options?: CallOptions): Promise<SpanDetail>;
  getStats(agentId: string, params: RunStatsParams, options?: CallOptions): Promise<RunStats>;
  /** Traces without a run: nothing of an agent was seen in them. */
  listTraces(params?: ListTracesParams, options?: CallOptions): Promise<TraceList>;
  /** Every span of any trace, by its id of 32 hex digits. */
  getTraceSpans(traceId: string, options?: CallOptions): Promise<RunSpans>;
  /** The same while it is read; resolves after the last line. */
  streamTraceSpans(traceId: string, options: SpansCallOptions): Promise<void>;
  /** What was sent of one span: attributes, events, links, content. */
  getTraceSpan(traceId: string, spanId: string, options?: CallOptions): Promise<SpanDetail>;
}

/** Makes a client; it holds no connection and needs no closing. */
export function createRunsClient(options: RunsClientOptions = {}): RunsClient {
  const baseUrl = (options.baseUrl ?? "").replace(/\/+$/, "");
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const headers: Record<string, string> = {};
  if (options.token) headers["authorization"] = `Bearer ${options.token}`;

  async function open(url: string, accept: string, { signal }: CallOptions): Promise<Response> {
    return guard(url, signal, () => send(url, { headers: { ...headers, accept }, ...(signal && { signal }) }));
  }

  async function get<T>(path: string, query: object, schema: z.ZodMiniType<T>, call: CallOptions = {}): Promise<T> {
    const url = `${baseUrl}${path}${toQueryString(query)}`;
    const response = await open(url, "application/json", call);
    const text = await guard(url, call.signal, () => response.text());
    if (!response.ok) throw toApiError(url, response, text);
    return parse(url, response.status, text, schema);
  }

  async function stream(path: string, { after, onLine, signal }: SpansCallOptions): Promise<void> {
    const url = `${baseUrl}${path}${toQueryString({ after })}`;
    const response = await open(url, "application/x-ndjson", signal ? { signal } : {});
    if (!response.ok || !response.body) {
      throw toApiError(url, response, await guard(url, signal, () => response.text()));
    }
    let isWhole = false;
    const read = (text: string) => {
      const line = parse(url, response.status, text, SpansLine);
      isWhole = line.cursor !== undefined;
      onLine(line);
    };
    await guard(url, signal, () => readLines(response.body, read));
    if (!isWhole) throw new RunsApiError("NETWORK", 0, `The answer of ${url} broke off. Ask again.`);
  }

  const agentPath = (agentId: string) => `/api/agents/${encodeURIComponent(agentId)}`;
  const runPath = (agentId: string, runId: string) => `${agentPath(agentId)}/runs/${encodeURIComponent(runId)}`;
  const tracePath = (traceId: string) => `/api/traces/${encodeURIComponent(traceId)}`;
  const getSpan = async (path: string, spanId: string, call?: CallOptions) =>
    (await get(`${path}/spans/${encodeURIComponent(spanId)}`, {}, SpanAnswer, call)).span;

  return {
    listAgents: (call) => get("/api/agents", {}, AgentList, call),
    listRuns: (agentId, params = {}, call) => get(`${agentPath(agentId)}/runs`, params, RunList, call),
    getRun: (agentId, runId, roomId, call) => get(runPath(agentId, runId), { roomId }, RunDetail, call),
    getRunSummary: async (agentId, runId, call) =>
      (await get(`${runPath(agentId, runId)}/summary`, {}, RunSummaryAnswer, call)).summary,
    getRunSpans: (agentId, runId, call) => get(`${runPath(agentId, runId)}/spans`, {}, RunSpans, call),
    streamRunSpans: (agentId, runId, call) => stream(`${runPath(agentId, runId)}/spans`, call),
    getRunSpan: (agentId, runId, spanId, call) => getSpan(runPath(agentId, runId), spanId, call),
    getStats: (agentId, params, call) => get(`${agentPath(agentId)}/stats`, params, RunStats, call),
    listTraces: (params = {}, call) => get("/api/traces", params, TraceList, call),
    getTraceSpans: (traceId, call) => get(`${tracePath(traceId)}/spans`, {}, RunSpans, call),
    streamTraceSpans: (traceId, call) => stream(`${tracePath(traceId)}/spans`, call),
    getTraceSpan: (traceId, spanId, call) => getSpan(tracePath(traceId), spanId, call),
  };
}

/** Runs a step of a call; what fails in it that is no error of the API is the network's. */
async function guard<T>(url: string, signal: AbortSignal | undefined, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (signal?.aborted || error instanceof RunsApiError) throw error;
    throw new RunsApiError("NETWORK", 0, `Runline cannot be reached at ${url}. Is it running?`, { cause: error });
  }
}

/** Hands over each line of a body when it has come; a line without an end is none. */
async function readLines(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  onLine: (line: string) => void,
): Promise<void> {
  let begun = "";
  const lines = new WritableStream<string>({
    write(text) {
      const [first = "", ...rest] = text.split("\n");
      begun += first;
      for (const line of rest) {
        onLine(begun);
        begun = line;
      }
    },
  });
  await body?.pipeThrough(new TextDecoderStream()).pipeTo(lines);
}

function toQueryString(query: object): string {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return "";
  return `?${new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString()}`;
}

function toApiError(url: string, { status, headers }: Response, text: string): RunsApiError {
  const known = ErrorBody.safeParse(parseJson(url, status, text));
  if (!known.success) {
    return new RunsApiError("BAD_RESPONSE", status, `${url} answered ${status} without an error message.`);
  }
  const { code, message } = known.data.error;
  const seconds = Number(headers.get("retry-after") ?? NaN);
  return new RunsApiError(code, status, message, Number.isNaN(seconds) ? {} : { retryAfterMs: seconds * 1000 });
}

function parse<T>(url: string, status: number, text: string, schema: z.ZodMiniType<T>): T {
  const parsed = schema.safeParse(parseJson(url, status, text));
  if (parsed.success) return parsed.data;
  throw new RunsApiError("BAD_RESPONSE", status, `${url} answered in a form this client does not know.`, {
    cause: parsed.error,
  });
}

function parseJson(url: string, status: number, text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return body;
  } catch (error) {
    throw new RunsApiError("BAD_RESPONSE", status, `${url} answered ${status} with something that is not JSON.`, {
      cause: error,
    });
  }
}
