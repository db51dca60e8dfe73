import { once } from "node:events";
import { createServer, Socket } from "node:net";
import { Client } from "pg";
import { onTestFinished } from "vitest";
import { getPort } from "../../../test-support/get-port.ts";

/** What PgBouncer takes at the start of a connection, unless it is told to ignore more. */
const TAKEN = new Set(["user", "database", "client_encoding", "application_name", "DateStyle", "TimeZone"]);
const SERVERS = 3;

/**
 * A pooler in transaction mode before a Postgres server: each transaction of a client runs on the next of three connections to
 * the server, so that nothing of a session outlives the transaction. Refuses parameters of a session at the start, as PgBouncer
 * does. Gives the address of the database behind it.
 */
export async function startTransactionPooler(databaseUrl: string): Promise<string> {
  const free: Socket[] = [];
  const waiting: ((server: Socket) => void)[] = [];
  const giveBack = (server: Socket) => {
    const next = waiting.shift();
    if (next) next(server);
    else free.push(server);
  };
  const take = () =>
    new Promise<Socket>((resolve) => {
      const server = free.shift();
      if (server) resolve(server);
      else waiting.push(resolve);
    });
  for (let index = 0; index < SERVERS; index += 1) giveBack(await connectServer(databaseUrl));

  const pooler = createServer((client) => {
    client.on("error", () => {}); // tests close what is open
    let isStarted = false;
    let received: Buffer = Buffer.alloc(0);
    let server: Promise<Socket> | undefined;

    /** Hands a server's answers on, until it says that it is in no transaction. */
    async function lend(): Promise<Socket> {
      const socket = await take();
      let answered: Buffer = Buffer.alloc(0);
      const onData = (data: Buffer) => {
        client.write(data);
        answered = Buffer.concat([answered, data]);
        let status: string | undefined;
        [answered, status] = readStatus(answered);
        if (status !== "I") return;
        socket.off("data", onData);
        server = undefined;
        giveBack(socket);
      };
      socket.on("data", onData);
      return socket;
    }

    client.on("data", (data) => {
      received = Buffer.concat([received, data]);
      if (!isStarted) {
        if (received.length < 4 || received.length < received.readInt32BE(0)) return;
        const refused = startUp(client, received.subarray(8, received.readInt32BE(0)));
        received = received.subarray(received.readInt32BE(0));
        isStarted = !refused;
        return;
      }
      if (received[0] === 0x58) return void client.end(); // Terminate
      server ??= lend();
      const messages = received;
      received = Buffer.alloc(0);
      void server.then((socket) => socket.write(messages));
    });
  }).listen(0, "127.0.0.1");
  await once(pooler, "listening");
  onTestFinished(() => {
    pooler.close();
    for (const socket of free) socket.destroy();
  });
  const url = new URL(databaseUrl);
  url.port = String(getPort(pooler));
  return url.href;
}

/** A connection on which the server waits for statements. */
async function connectServer(databaseUrl: string): Promise<Socket> {
  const client = new Client(databaseUrl);
  client.on("error", () => {}); // closed by the test
  await client.connect();
  const { stream }: { stream: unknown } = Reflect.get(client, "connection");
  if (!(stream instanceof Socket)) throw new Error("The driver has no socket.");
  stream.removeAllListeners("data");
  return stream;
}

/** Answers the first message; says whether the client was refused. */
function startUp(client: Socket, parameters: Buffer): boolean {
  const words = parameters.toString().split("\0");
  const refused = words.find((name, index) => index % 2 === 0 && name !== "" && !TAKEN.has(name));
  if (refused !== undefined) {
    client.end(toMessage("E", `SFATAL\0C08P01\0Munsupported startup parameter: ${refused}\0\0`));
    return true;
  }
  const key = Buffer.alloc(8, 7); // of the pooler, not of a server
  client.write(Buffer.concat([toMessage("R", Buffer.alloc(4)), toMessage("K", key), toMessage("Z", "I")]));
  return false;
}

function toMessage(type: string, body: string | Buffer): Buffer {
  const content = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

/** What is left of an answer after its whole messages, and the status of the last ReadyForQuery in it. */
function readStatus(answer: Buffer): [Buffer, string | undefined] {
  let at = 0;
  let status: string | undefined;
  while (answer.length >= at + 5 && answer.length > at + answer.readInt32BE(at + 1)) {
    const end = at + 1 + answer.readInt32BE(at + 1);
    if (answer[at] === 0x5a) status = String.fromCharCode(answer[at + 5] ?? 0); // Z
    at = end;
  }
  return [answer.subarray(at), status];
}
