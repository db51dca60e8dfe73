import { Agent, request, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";

/** Sends bodies to a receiver, so many at a time, each when one before is acknowledged. */
export async function sendBodies(url: string, bodies: readonly Buffer[], senders: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const waiting = bodies.values();
  const sendAll = async () => {
    for (const body of waiting) await send(`${url}/v1/traces`, body, agent);
  };
  await Promise.all(Array.from({ length: senders }, sendAll));
  agent.destroy();
}

async function send(url: string, body: Buffer, agent: Agent): Promise<void> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { "content-type": "application/x-protobuf", "content-length": body.length };
    request(url, { method: "POST", agent, headers }, resolve).once("error", reject).end(body);
  });
  const answer = await text(response);
  // A body of protobuf is empty when all is well.
  if (response.statusCode === 200 && answer === "") return;
  throw new Error(`Runline has not stored a request: ${response.statusCode} ${answer}`);
}
