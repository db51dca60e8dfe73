import { isIP } from "node:net";
import { ApiError } from "./api-error.ts";
import { isSameSecret } from "./is-same-secret.ts";
import { readTokens } from "./read-tokens.ts";

/** What lets requests in. */
export interface AccessOptions {
  /** Lets in who sends it, under whatever name Runline is called. */
  token?: string | undefined;
  /** Names beside this machine's own under which Runline may be called without a token, in lower case. */
  allowHosts?: readonly string[] | undefined;
}

/** What decides whether a request comes in; of HTTP/2, `host` is the `:authority`. */
interface Caller {
  host?: string | undefined;
  authorization?: string | undefined;
}

/** Whether requests may come in. A check does nothing where its rule is not in force. */
export interface Access {
  /** @throws ApiError `UNAUTHORIZED` when Runline has a token and the caller has not */
  checkToken(caller: Caller): void;
  /**
   * @param options - `isIngest`: whether the request brings telemetry, for which more names are good enough
   * @throws ApiError `FORBIDDEN` when Runline has no token and was called by a name that may be a stranger's
   */
  checkHost(caller: Caller, options: { isIngest: boolean }): void;
}

/**
 * With a token, who sends it comes in. Without one, only pages and programs of this machine do: a web page could point a name of its
 * own at 127.0.0.1 (DNS rebinding) and read everything, and such a request carries that name as its host. Where telemetry is sent to,
 * names that nobody can own on the Internet are good enough, those by which a container calls its host among them.
 *
 * @example createAccess({ token: "sesame" }).checkToken({ authorization: "Bearer sesame" });
 */
export function createAccess({ token, allowHosts = [] }: AccessOptions): Access {
  return {
    checkToken({ authorization = "" }) {
      if (token === undefined || readTokens(authorization).some((sent) => isSameSecret(sent, token))) return;
      const found = authorization === "" ? "found no Authorization header" : "found another one";
      throw new ApiError("UNAUTHORIZED", `This Runline needs its token: ${found}; send Authorization: Bearer TOKEN.`, {
        change: "export OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20TOKEN",
      });
    },
    checkHost({ host: given = "" }, { isIngest }) {
      if (token !== undefined) return;
      const host = toHostName(given);
      if (isOfThisMachine(host) || allowHosts.includes(host)) return;
      if (isIngest && isNobodysName(host)) return;
      throw new ApiError(
        "FORBIDDEN",
        `Requests for the host "${host}" are not answered without a token. Use http://127.0.0.1, or, if that name is yours, ` +
          "start Runline with --allow-host and the name, or with --token.",
        { change: `npm start -- --allow-host ${/^[\da-z.-]+$/.test(host) ? host : "NAME"}` },
      );
    },
  };
}

/** Without the port, and without the dot at the end that makes a name a whole one. */
function toHostName(given: string): string {
  return given.replace(/:\d+$/, "").replace(/\.$/, "").toLowerCase();
}

function isOfThisMachine(host: string): boolean {
  return (
    host === "" ||
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(host)
  );
}

/**
 * An address, which no page can make its own; `host.docker.internal` and its like, since `.internal` is never given to anybody (ICANN,
 * 2024); and the name that Runline has beside an agent in a Compose file.
 */
function isNobodysName(host: string): boolean {
  return isIP(host.replace(/^\[(.*)\]$/, "$1")) !== 0 || host.endsWith(".internal") || host === "runline";
}
