import * as v from "valibot";
import { ErrorBody } from "./error.ts";

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
  /** How long to wait before the next try, in ms, when the server says so. */
  readonly retryAfterMs: number | undefined;

  constructor(code: string, status: number, message: string, options?: ErrorOptions & { retryAfterMs?: number }) {
    super(message, options);
    this.code = code;
    this.status = status;
    this.retryAfterMs = options?.retryAfterMs;
  }
}

/** The form of an answer. */
type Schema<T> = v.GenericSchema<unknown, T>;

/** How answers are asked for. */
export interface Requests {
  get<T>(path: string, query: object, schema: Schema<T>, call?: CallOptions): Promise<T>;
  /** Hands over each line of an answer when it has come. `isLast` tells the line that an answer which did not break off ends with. */
  stream<T>(path: string, query: object, lines: LinesOf<T>, call?: CallOptions): Promise<void>;
}

/** What the lines of an answer are, and who is told of them. */
interface LinesOf<T> {
  schema: Schema<T>;
  isLast: (line: T) => boolean;
  onLine: (line: T) => void;
  /** Told of each piece as it comes, in bytes after decompression. */
  onRead?: ((bytes: number) => void) | undefined;
}

/** Makes requests of one server. */
export function createRequests(options: RunsClientOptions): Requests {
  const baseUrl = (options.baseUrl ?? "").replace(/\/+$/, "");
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const toAddress = (url: string) => baseUrl || url; // the path says nothing to who asks whether a server is there
  const headers: Record<string, string> = {};
  if (options.token) headers["authorization"] = `Bearer ${options.token}`;

  async function open(url: string, accept: string, { signal }: CallOptions): Promise<Response> {
    return guard(toAddress(url), signal, () =>
      send(url, { headers: { ...headers, accept }, ...(signal && { signal }) }),
    );
  }

  async function get<T>(path: string, query: object, schema: Schema<T>, call: CallOptions = {}): Promise<T> {
    const url = `${baseUrl}${path}${toQueryString(query)}`;
    const response = await open(url, "application/json", call);
    const text = await guard(toAddress(url), call.signal, () => response.text());
    if (!response.ok) throw toApiError(url, response, text);
    return parse(url, response.status, text, schema);
  }

  async function stream<T>(
    path: string,
    query: object,
    { schema, isLast, onLine, onRead }: LinesOf<T>,
    call: CallOptions = {},
  ): Promise<void> {
    const url = `${baseUrl}${path}${toQueryString(query)}`;
    const response = await open(url, "application/x-ndjson", call);
    const { body } = response;
    if (!response.ok || !body) {
      throw toApiError(url, response, await guard(toAddress(url), call.signal, () => response.text()));
    }
    let isWhole = false;
    const reader = body.getReader();
    const take = async () => {
      const chunk = await guard(toAddress(url), call.signal, () => reader.read());
      if (chunk.value) onRead?.(chunk.value.byteLength);
      return chunk;
    };
    for await (const text of readLines(reader, take)) {
      const line = parse(url, response.status, text, schema);
      isWhole = isLast(line);
      onLine(line);
    }
    if (!isWhole) throw new RunsApiError("NETWORK", 0, `The answer of ${url} broke off. Ask again.`);
  }

  return { get, stream };
}

/** Runs a step of a call to an address; what fails in it that is not an error of the API is the network's. */
async function guard<T>(address: string, signal: AbortSignal | undefined, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (signal?.aborted || error instanceof RunsApiError) throw error;
    throw new RunsApiError("NETWORK", 0, `No answer from ${address}. Is Runline running?`, { cause: error });
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Chunk = Awaited<ReturnType<Reader["read"]>>;

/** The lines of a body, as they come; a line without an end is none. Whoever takes no more of them ends the reading. */
async function* readLines(reader: Reader, take: () => Promise<Chunk>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let begun = "";
  try {
    for (;;) {
      const { done, value } = await take();
      if (done) return;
      const [first = "", ...rest] = decoder.decode(value, { stream: true }).split("\n");
      begun += first;
      for (const line of rest) {
        yield begun;
        begun = line;
      }
    }
  } finally {
    reader.cancel().catch(() => {}); // what broke off has ended already
  }
}

/** What is undefined is left out; each member of a list gets the name of the list. */
function toQueryString(query: object): string {
  const entries = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [value].flat().map((each) => [key, String(each)]),
  );
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries).toString()}`;
}

function toApiError(url: string, { status, headers }: Response, text: string): RunsApiError {
  const known = v.safeParse(ErrorBody, parseJson(url, status, text));
  if (!known.success) {
    return new RunsApiError("BAD_RESPONSE", status, `${url} answered ${status} without an error message.`);
  }
  const { code, message } = known.output.error;
  const seconds = Number(headers.get("retry-after") ?? NaN);
  return new RunsApiError(code, status, message, Number.isNaN(seconds) ? {} : { retryAfterMs: seconds * 1000 });
}

function parse<T>(url: string, status: number, text: string, schema: Schema<T>): T {
  const parsed = v.safeParse(schema, parseJson(url, status, text));
  if (parsed.success) return parsed.output;
  throw new RunsApiError("BAD_RESPONSE", status, `${url} answered in a form this client does not know.`, {
    cause: new v.ValiError(parsed.issues),
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
