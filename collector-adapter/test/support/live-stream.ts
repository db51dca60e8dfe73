import { LiveMessage, type LiveEventName } from "@runline/contract";
import { parse } from "valibot";

/** One block of a server-sent event stream. */
interface LiveBlock {
  id?: string;
  event?: string;
  data?: string;
  comment?: string;
}

/** An open stream of live events. */
export interface LiveStreamReader {
  readonly response: Response;
  /** The next event; comments such as keep-alives are passed over. Rejects when the stream ends. */
  next(): Promise<{ id: string | undefined; name: string; message: LiveMessage | undefined }>;
  /** The next block, comments included; `undefined` at the end of the stream. */
  nextBlock(): Promise<LiveBlock | undefined>;
  close(): Promise<void>;
}

/** Opens the stream of an agent, or of all, with a parser written by the specification of server-sent events. */
export async function openLiveStream(
  url: string,
  agentId: string | undefined,
  lastEventId?: string,
): Promise<LiveStreamReader> {
  const controller = new AbortController();
  const response = await fetch(`${url}/api/${agentId === undefined ? "live" : `agents/${agentId}/live`}`, {
    signal: controller.signal,
    headers: lastEventId === undefined ? {} : { "last-event-id": lastEventId },
  });
  if (!response.body) throw new Error("The answer has no body.");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let unread = "";

  async function nextBlock(): Promise<LiveBlock | undefined> {
    for (;;) {
      const end = unread.indexOf("\n\n");
      if (end !== -1) {
        const block = parseBlock(unread.slice(0, end));
        unread = unread.slice(end + 2);
        return block;
      }
      const { done, value } = await reader.read();
      if (done) return undefined;
      unread += value;
    }
  }

  return {
    response,
    nextBlock,
    async next() {
      for (;;) {
        const block = await nextBlock();
        if (!block) throw new Error("The stream has ended.");
        if (block.event === undefined) continue;
        const isResync = block.event === ("resync" satisfies LiveEventName);
        const message = isResync ? undefined : parse(LiveMessage, JSON.parse(block.data ?? ""));
        return { id: block.id, name: block.event, message };
      }
    },
    async close() {
      controller.abort();
      await reader.cancel().catch(() => {}); // it has been aborted
    },
  };
}

function parseBlock(text: string): LiveBlock {
  const block: LiveBlock = {};
  for (const line of text.split("\n")) {
    const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === "") block.comment = value;
    else if (field === "id" || field === "event" || field === "data") block[field] = value;
    else throw new Error(`Unexpected line in the stream: ${line}`);
  }
  return block;
}
