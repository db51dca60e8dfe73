import type { Server } from "node:http";
import { createServer as createNetServer, type AddressInfo, type Server as NetServer } from "node:net";
import type { Logger } from "pino";
import type { Doors } from "./config/parse-doors.ts";

/** Where SDKs send OTLP over gRPC by default. */
const DEFAULT_GRPC_PORT = 4317;
const IPV4_LOOPBACK = "127.0.0.1";
const IPV6_LOOPBACK = "::1";
/** What says that the machine has no IPv6. */
const NO_IPV6 = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL"]);

/** Thrown when the port cannot be had; the message says what to do. */
export class ListenError extends Error {
  override readonly name = "ListenError";
  readonly code = "CANNOT_LISTEN";
}

/** A server that takes connections. */
export interface Listening {
  /** Its first address, such as `http://127.0.0.1:4318`. */
  url: string;
  /** Takes no more connections beside those of the server, which is closed by itself, and waits for the end of the others. */
  closeOthers: () => Promise<void>;
}

/**
 * Listens on the port for everything and on that of gRPC. Of `localhost` on both loopback addresses, since programs take either for that
 * name: some only `::1`. A machine without IPv6 has one, and where another program has the port on `::1` the log says so; and so where one
 * has the usual port of gRPC, which is insisted on only when it was asked for.
 *
 * @throws ListenError
 */
export async function listen(server: Server, { port, host, grpcPort }: Doors, logger: Logger): Promise<Listening> {
  const others: NetServer[] = [];
  const closeOthers = async () => void (await Promise.all(others.map(close)));
  /** One more socket, whose connections are the server's: limits, shutdown and log are one. */
  async function openAnother(place: Place): Promise<void> {
    const other = createNetServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      server.emit("connection", socket),
    );
    await open(other, place, logger);
    others.push(other);
  }
  async function openIpv6(place: Omit<Place, "host">): Promise<void> {
    try {
      if (host === "localhost") await openAnother({ ...place, host: IPV6_LOOPBACK });
    } catch (error) {
      if (error instanceof ListenError && isNoIpv6(error)) return;
      const address = `${toHost(IPV6_LOOPBACK)}:${place.port}`;
      logger.warn({ err: error, address }, "what is sent to localhost may reach another program: send to 127.0.0.1");
    }
  }

  const first = host === "localhost" ? IPV4_LOOPBACK : host;
  const main = { port: await open(server, { host: first, port, flag: "--port" }, logger), flag: "--port" };
  await openIpv6(main);
  const url = toUrl(first, main.port);
  const grpc = { port: grpcPort ?? DEFAULT_GRPC_PORT, flag: "--grpc-port" };
  try {
    if (grpc.port > 0) {
      await openAnother({ ...grpc, host: first });
      await openIpv6(grpc);
    }
  } catch (error) {
    if (grpcPort !== undefined || !(error instanceof ListenError)) {
      await Promise.all([close(server), closeOthers()]);
      throw error;
    }
    logger.warn(`OTLP over gRPC is taken on port ${main.port} alone. ${error.message}`);
  }
  return { url, closeOthers };
}

/** Where to listen, and the option that says it. */
interface Place {
  port: number;
  host: string;
  flag: string;
}

function close(server: NetServer): Promise<unknown> {
  return new Promise((resolve) => server.close(resolve));
}

/** @returns the port, which is another one when any was asked for */
function open(server: NetServer, place: Place, logger: Logger): Promise<number> {
  const { port, host } = place;
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(toListenError(error, place));
    server.once("error", fail);
    server.listen(port, host, () => {
      server.off("error", fail);
      server.on("error", (err) => logger.error({ err }, "a connection could not be taken"));
      const address = server.address();
      resolve(isAddressInfo(address) ? address.port : port);
    });
  });
}

function isAddressInfo(address: ReturnType<NetServer["address"]>): address is AddressInfo {
  return typeof address === "object" && address !== null;
}

function isNoIpv6({ cause }: ListenError): boolean {
  return cause instanceof Error && "code" in cause && NO_IPV6.has(String(cause.code));
}

function toUrl(host: string, port: number): string {
  return `http://${toHost(host)}:${port}`;
}

function toHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function toListenError(error: NodeJS.ErrnoException, { host, port, flag }: Place): ListenError {
  if (error.code === "EADDRINUSE") {
    return new ListenError(
      `Port ${port} on ${host} is taken, perhaps by another Runline or a Collector. Stop it, or choose another with ${flag}.`,
      { cause: error },
    );
  }
  return new ListenError(`Cannot listen on ${host}:${port}: ${error.message}`, { cause: error });
}
