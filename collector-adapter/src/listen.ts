import type { Server } from "node:http";
import { createServer as createNetServer, type AddressInfo, type Server as NetServer } from "node:net";
import type { Logger } from "pino";
import type { Doors } from "./parse-doors.ts";

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
  closeSecond: () => Promise<void>;
}

/**
 * Listens on an address; of `localhost` on both loopback addresses, since programs take either for that name: some only `::1`.
 * A machine without IPv6 has one, and where another program has the port on `::1` the log says so.
 *
 * @throws ListenError
 */
export async function listen(server: Server, { port, host }: Doors, logger: Logger): Promise<Listening> {
  if (host !== "localhost")
    return { url: toUrl(host, await open(server, port, host, logger)), closeSecond: async () => {} };
  const taken = await open(server, port, IPV4_LOOPBACK, logger);
  const second = createNetServer({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit("connection", socket));
  const isOpen = await open(second, taken, IPV6_LOOPBACK, logger).then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof ListenError) || !isNoIpv6(error)) {
        const address = `${toHost(IPV6_LOOPBACK)}:${taken}`;
        logger.warn({ err: error, address }, "what is sent to localhost may reach another program: send to 127.0.0.1");
      }
      return false;
    },
  );
  return {
    url: toUrl(IPV4_LOOPBACK, taken),
    closeSecond: async () => {
      if (isOpen) await new Promise((resolve) => second.close(resolve));
    },
  };
}

/** @returns the port, which is another one when any was asked for */
function open(server: NetServer, port: number, host: string, logger: Logger): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(toListenError(error, host, port));
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

function toListenError(error: NodeJS.ErrnoException, host: string, port: number): ListenError {
  if (error.code === "EADDRINUSE") {
    return new ListenError(
      `Port ${port} on ${host} is taken, perhaps by another Runline or a Collector. Stop it, or choose another with --port.`,
      { cause: error },
    );
  }
  return new ListenError(`Cannot listen on ${host}:${port}: ${error.message}`, { cause: error });
}
