import { LIVE_KEEP_ALIVE_MS } from "@runline/contract";
import express, { type Request, type Response, type Router } from "express";
import { ApiError } from "../http/api-error.ts";
import { parseId } from "../http/parse-request.ts";
import type { LiveEvent, LiveHub } from "./live-hub.ts";

/** A client that has this much unread is dropped; it comes back and fetches. */
const MAX_UNREAD_BYTES = 1024 * 1024;
const MAX_STREAMS = 200;
/** Who opens one after the other does not take those of all others. A proxy in front is one address for all behind it. */
const MAX_STREAMS_OF_ADDRESS = 100;

/** The route, and the end of all streams at shutdown. */
export interface LiveRouter {
  router: Router;
  closeAll(): void;
}

/** `GET /api/agents/:agentId/live`: server-sent events about the agent's runs; `GET /api/live`: about those of all agents. */
export function createLiveRouter(hub: LiveHub): LiveRouter {
  const router = express.Router();
  /** With the addresses that they go to. */
  const streams = new Map<Response, string>();
  let isClosing = false;

  router.get("/api/agents/:agentId/live", (request, response) => send(request, response, parseId(request, "agentId")));
  router.get("/api/live", (request, response) => send(request, response, undefined));

  function send(request: Request, response: Response, agentId: string | undefined): void {
    if (isClosing) throw new ApiError("UNAVAILABLE", "Runline is shutting down.");
    const address = request.ip ?? "unknown";
    checkRoom([...streams.values()], address);
    // no-transform keeps the compression middleware and proxies from buffering the stream.
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    streams.set(response, address);
    const write = (text: string) => {
      if (response.writableEnded) return; // commits go on for a moment after the streams were closed
      response.write(text);
      if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
    };
    write(": connected\n\n");

    const lastEventId = request.headers["last-event-id"];
    if (typeof lastEventId === "string" && lastEventId !== "") {
      const missed = hub.replayAfter(agentId, lastEventId);
      if (missed) for (const event of missed) write(format(event));
      else write("event: resync\ndata: {}\n\n");
    }
    const unsubscribe = hub.subscribe(agentId, (event) => write(format(event)));
    // Also keeps proxies from closing a quiet stream (the usual limit is 60 s) and finds out clients that are gone.
    const keepAlive = setInterval(() => write(": keep-alive\n\n"), LIVE_KEEP_ALIVE_MS);
    response.on("close", () => {
      clearInterval(keepAlive);
      unsubscribe();
      streams.delete(response);
    });
  }

  return {
    router,
    closeAll() {
      isClosing = true;
      for (const stream of streams.keys()) stream.end();
    },
  };
}

/** @throws ApiError `UNAVAILABLE` when no more streams may go to the address */
function checkRoom(addresses: readonly string[], address: string): void {
  const fromThere = addresses.filter((other) => other === address).length;
  if (addresses.length < MAX_STREAMS && fromThere < MAX_STREAMS_OF_ADDRESS) return;
  const open =
    fromThere < MAX_STREAMS_OF_ADDRESS
      ? `${MAX_STREAMS} live streams are open, the most there may be.`
      : `${MAX_STREAMS_OF_ADDRESS} live streams to ${address} are open, the most there may be to one address.`;
  throw new ApiError("UNAVAILABLE", `${open} Close some windows.`);
}

/** Names and ids are ours and JSON has no line breaks, so there is nothing to escape. */
function format(event: LiveEvent): string {
  return `id: ${event.id}\nevent: ${event.name}\ndata: ${JSON.stringify(event.message ?? {})}\n\n`;
}
