import { createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { BasePath } from "./base-path.ts";
import { isSameSecret } from "./is-same-secret.ts";
import { isHttps } from "./own-address.ts";

/** How long a browser stays signed in, in s: 30 days. */
const MAX_AGE_S = 30 * 24 * 60 * 60;

/** What a browser is let in by once its person has given the token. Nothing is kept of it here: another token ends all sessions. */
export interface Sessions {
  /** Whether that is the token. */
  isToken(given: string): boolean;
  /** `Set-Cookie` for a browser that is signed in from now on, for HTTPS alone when it came by that. */
  toCookie(request: IncomingMessage): string;
  /** `Set-Cookie` for a browser that signs out; `undefined` for one that has no cookie to end. */
  toEndCookie(request: IncomingMessage): string | undefined;
  /**
   * Whether a request may read: it has the cookie, and is one of a page of this origin. Nothing may be written by a cookie, least of all
   * spans, since a browser sends it along whoever made the request.
   */
  mayRead(request: IncomingMessage): boolean;
}

/**
 * The cookie has a moment and the proof that someone who knows the token wrote it, never the token. Browsers send cookies to every port
 * and path of a host, where two Runlines would sign each other's browsers out: its name has the port that the browser knows, and its path
 * is the base path.
 *
 * @example const sessions = createSessions("sesame", createBasePath("/runline"));
 */
export function createSessions(token: string, basePath: BasePath, now: () => number = Date.now): Sessions {
  const prove = (until: string) => createHmac("sha256", token).update(`session until ${until}`).digest("hex");
  const toAttributes = (request: IncomingMessage) => `Path=${basePath.of(request) || "/"}; HttpOnly; SameSite=Strict`;
  return {
    isToken: (given) => isSameSecret(given, token),
    toCookie(request) {
      const until = String(Math.floor(now() / 1_000) + MAX_AGE_S);
      const cookie = `${toName(request)}=${until}.${prove(until)}; ${toAttributes(request)}; Max-Age=${MAX_AGE_S}`;
      return isHttps(request.headers) ? `${cookie}; Secure` : cookie;
    },
    toEndCookie(request) {
      if (readCookie(request) === undefined) return undefined;
      return `${toName(request)}=; ${toAttributes(request)}; Max-Age=0`;
    },
    mayRead(request) {
      if ((request.method !== "GET" && request.method !== "HEAD") || !isSameOrigin(request)) return false;
      const [until = "", proof = ""] = readCookie(request)?.split(".") ?? [];
      return isSameSecret(proof, prove(until)) && Number(until) * 1_000 > now();
    },
  };
}

/**
 * Whether a request comes from a page of this origin, or from no page. Browsers say it in `Sec-Fetch-Site`, but only to HTTPS and to
 * loopback. To other addresses pages still name their origin with whatever they may read or write; what they ask for without it, such as
 * an image, has no cookie when it comes from another site (`SameSite`), and cannot be read (`Cross-Origin-Resource-Policy`).
 */
export function isSameOrigin({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  return headers.origin === undefined || headers.origin.replace(/^https?:\/\//, "") === headers.host;
}

/** The browser keeps hosts apart by itself, ports it does not. */
function toName({ headers }: IncomingMessage): string {
  const [, port] = /:(\d+)$/.exec(headers.host ?? "") ?? [];
  return port === undefined ? "runline" : `runline_${port}`;
}

function readCookie(request: IncomingMessage): string | undefined {
  const name = `${toName(request)}=`;
  const pair = request.headers.cookie?.split(/; */).find((text) => text.startsWith(name));
  return pair?.slice(name.length);
}
