import type {
  AllRunStatsParams,
  AllStepStatsParams,
  ListAllRunsParams,
  ListCausesParams,
  ListRoomsParams,
  ListRunsParams,
  ListStepsParams,
  ListTracesParams,
  RunStatsParams,
  StepStatsParams,
} from "./params.ts";
import { CauseList } from "./causes-api.ts";
import { FindAnswer, SpanSearchAnswer } from "./find-api.ts";
import { MessagesLine } from "./messages-api.ts";
import { NoticeList } from "./notices-api.ts";
import { RoomList } from "./rooms-api.ts";
import { AgentList, RunList } from "./runs-api.ts";
import { RunDetail, RunSummaryAnswer, type RunSummary } from "./run.ts";
import { createRequests, type CallOptions, type RunsClientOptions } from "./requests.ts";
import { RunSpans, SpanAnswer, SpansLine, type SpanDetail } from "./span.ts";
import { Settings } from "./settings-api.ts";
import { RunStats, StepList, StepStats } from "./stats-api.ts";
import { TraceList } from "./traces-api.ts";

export { RunsApiError, type CallOptions, type RunsClientOptions } from "./requests.ts";

/** Options of a call whose answer comes line by line. */
export interface LinesCallOptions<Line> extends CallOptions {
  /** Told of each line in its order. */
  onLine: (line: Line) => void;
  /** Told of each piece of the answer as it comes, in bytes after decompression. */
  onRead?: ((bytes: number) => void) | undefined;
}

/** Options of a call for the spans of a waterfall. */
export interface SpansCallOptions extends LinesCallOptions<SpansLine> {
  /** `cursor` of the answer before: only what has changed since then comes. */
  after?: string | undefined;
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
  /** The same over all agents, or some. */
  listAllRuns(params?: ListAllRunsParams, options?: CallOptions): Promise<RunList>;
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
  /** The spans of a run that have a text in what was sent of them: content, attributes, events, log records. */
  searchRunSpans(agentId: string, runId: string, text: string, options?: CallOptions): Promise<SpanSearchAnswer>;
  /** What was said in the steps of a run, where content was captured; resolves after the last line. */
  streamRunMessages(agentId: string, runId: string, options: LinesCallOptions<MessagesLine>): Promise<void>;
  /** Runs over time: by status, how long they took, what they used. */
  getStats(agentId: string, params: RunStatsParams, options?: CallOptions): Promise<RunStats>;
  /** The same over all agents, or some. */
  getAllStats(params: AllRunStatsParams, options?: CallOptions): Promise<RunStats>;
  /** The steps of the runs of a range, by kind and name. */
  getStepStats(agentId: string, params: StepStatsParams, options?: CallOptions): Promise<StepStats>;
  /** The same over all agents, or some. */
  getAllStepStats(params: AllStepStatsParams, options?: CallOptions): Promise<StepStats>;
  /** Steps one by one, such as the slowest model calls of the last hour. */
  listSteps(params: ListStepsParams, options?: CallOptions): Promise<StepList>;
  /** Failed runs by what failed them. */
  listCauses(params?: ListCausesParams, options?: CallOptions): Promise<CauseList>;
  /** How this Runline was started, as far as pages need to know. */
  getSettings(options?: CallOptions): Promise<Settings>;
  /** Rooms, those with the newest runs first. */
  listRooms(params?: ListRoomsParams, options?: CallOptions): Promise<RoomList>;
  /** What an id names, and where that is: a run, trace, span, message, room, user or agent. */
  find(id: string, options?: CallOptions): Promise<FindAnswer>;
  /** What senders do wrong: requests turned away, and what of the others is not kept. */
  listNotices(options?: CallOptions): Promise<NoticeList>;
  /** Traces without a run. */
  listTraces(params?: ListTracesParams, options?: CallOptions): Promise<TraceList>;
  /** Every span of any trace, by its id of 32 hex digits. */
  getTraceSpans(traceId: string, options?: CallOptions): Promise<RunSpans>;
  /** The same while it is read; resolves after the last line. */
  streamTraceSpans(traceId: string, options: SpansCallOptions): Promise<void>;
  /** What was sent of one span: attributes, events, links, content. */
  getTraceSpan(traceId: string, spanId: string, options?: CallOptions): Promise<SpanDetail>;
  /** The spans of a trace that have a text in what was sent of them. */
  searchTraceSpans(traceId: string, text: string, options?: CallOptions): Promise<SpanSearchAnswer>;
}

/** Makes a client; it holds no connection and needs no closing. */
export function createRunsClient(options: RunsClientOptions = {}): RunsClient {
  const requests = createRequests(options);
  const agentPath = (agentId: string) => `/api/agents/${encodeURIComponent(agentId)}`;
  const runPath = (agentId: string, runId: string) => `${agentPath(agentId)}/runs/${encodeURIComponent(runId)}`;
  const tracePath = (traceId: string) => `/api/traces/${encodeURIComponent(traceId)}`;
  const streamSpans = (path: string, { after, onLine, onRead, ...call }: SpansCallOptions) => {
    const isLast = ({ cursor }: SpansLine) => cursor !== undefined;
    return requests.stream(`${path}/spans`, { after }, { schema: SpansLine, isLast, onLine, onRead }, call);
  };
  const getSpan = async (path: string, spanId: string, call?: CallOptions) =>
    (await requests.get(`${path}/spans/${encodeURIComponent(spanId)}`, {}, SpanAnswer, call)).span;
  const search = (path: string, text: string, call?: CallOptions) =>
    requests.get(`${path}/search`, { text }, SpanSearchAnswer, call);

  return {
    listAgents: (call) => requests.get("/api/agents", {}, AgentList, call),
    listRuns: (agentId, params = {}, call) => requests.get(`${agentPath(agentId)}/runs`, params, RunList, call),
    listAllRuns: (params = {}, call) => requests.get("/api/runs", params, RunList, call),
    getRun: (agentId, runId, roomId, call) => requests.get(runPath(agentId, runId), { roomId }, RunDetail, call),
    getRunSummary: async (agentId, runId, call) =>
      (await requests.get(`${runPath(agentId, runId)}/summary`, {}, RunSummaryAnswer, call)).summary,
    getRunSpans: (agentId, runId, call) => requests.get(`${runPath(agentId, runId)}/spans`, {}, RunSpans, call),
    streamRunSpans: (agentId, runId, call) => streamSpans(runPath(agentId, runId), call),
    getRunSpan: (agentId, runId, spanId, call) => getSpan(runPath(agentId, runId), spanId, call),
    streamRunMessages: (agentId, runId, { onLine, onRead, ...call }) => {
      const isLast = ({ isEnd }: MessagesLine) => isEnd === true;
      return requests.stream(
        `${runPath(agentId, runId)}/messages`,
        {},
        { schema: MessagesLine, isLast, onLine, onRead },
        call,
      );
    },
    getStats: (agentId, params, call) => requests.get(`${agentPath(agentId)}/stats`, params, RunStats, call),
    getAllStats: (params, call) => requests.get("/api/stats", params, RunStats, call),
    getStepStats: (agentId, params, call) => requests.get(`${agentPath(agentId)}/stats/steps`, params, StepStats, call),
    getAllStepStats: (params, call) => requests.get("/api/stats/steps", params, StepStats, call),
    listSteps: (params, call) => requests.get("/api/steps", params, StepList, call),
    listCauses: (params = {}, call) => requests.get("/api/causes", params, CauseList, call),
    getSettings: (call) => requests.get("/api/settings", {}, Settings, call),
    listRooms: (params = {}, call) => requests.get("/api/rooms", params, RoomList, call),
    find: (id, call) => requests.get(`/api/find/${encodeURIComponent(id)}`, {}, FindAnswer, call),
    listNotices: (call) => requests.get("/api/notices", {}, NoticeList, call),
    listTraces: (params = {}, call) => requests.get("/api/traces", params, TraceList, call),
    getTraceSpans: (traceId, call) => requests.get(`${tracePath(traceId)}/spans`, {}, RunSpans, call),
    streamTraceSpans: (traceId, call) => streamSpans(tracePath(traceId), call),
    getTraceSpan: (traceId, spanId, call) => getSpan(tracePath(traceId), spanId, call),
    searchRunSpans: (agentId, runId, text, call) => search(runPath(agentId, runId), text, call),
    searchTraceSpans: (traceId, text, call) => search(tracePath(traceId), text, call),
  };
}
