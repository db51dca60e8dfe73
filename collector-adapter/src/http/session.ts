import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** How long a browser stays signed in, in s: 30 days. */
const MAX_AGE_S = 30 * 24 * 60 * 60;

/** What a browser is let in by once its person has given the token. Nothing is kept of it here: another token ends all sessions. */
export interface Sessions {
  /** Whether that is the token. */
  isToken(given: string): boolean;
  /** `Set-Cookie` of a browser that is signed in from now on. `isSecure` when it came by HTTPS. */
  toCookie(isSecure: boolean): string;
  /** `Set-Cookie` of a browser that signs out. */
  toEndCookie(): string;
  /**
   * Whether a request may read: it has the cookie, and is one of a page of this origin. Nothing may be written by a cookie, least of all
   * spans, since a browser sends it along whoever made the request.
   */
  mayRead(request: IncomingMessage): boolean;
}

/**
 * The cookie has a moment and the proof that someone who knows the token wrote it, never the token. Its name depends on the token, since
 * browsers send cookies to every port of a host: two Runlines on one machine would sign each other's browsers out.
 *
 * @example const sessions = createSessions("sesame", () => Date.now());
 */
export function createSessions(token: string, now: () => number = Date.now): Sessions {
  const name = `runline_${createHash("sha256").update(token).digest("hex").slice(0, 8)}`;
  const prove = (until: string) => createHmac("sha256", token).update(`session until ${until}`).digest("hex");
  const expected = hash(token);
  const attributes = "Path=/; HttpOnly; SameSite=Strict";
  return {
    isToken: (given) => timingSafeEqual(hash(given), expected),
    toCookie(isSecure) {
      const until = String(Math.floor(now() / 1_000) + MAX_AGE_S);
      return `${name}=${until}.${prove(until)}; ${attributes}; Max-Age=${MAX_AGE_S}${isSecure ? "; Secure" : ""}`;
    },
    toEndCookie: () => `${name}=; ${attributes}; Max-Age=0`,
    mayRead(request) {
      if ((request.method !== "GET" && request.method !== "HEAD") || !isSameOrigin(request)) return false;
      const [until = "", proof = ""] = readCookie(request.headers.cookie, name).split(".");
      return timingSafeEqual(hash(proof), hash(prove(until))) && Number(until) * 1_000 > now();
    },
  };
}

/** Whether a request comes from a page of this origin, or from no page. Old browsers do not say it; `SameSite` holds for them alone. */
export function isSameOrigin({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  return headers.origin === undefined || headers.origin.replace(/^https?:\/\//, "") === headers.host;
}

function readCookie(header: string | undefined, name: string): string {
  const pair = header?.split(/; */).find((text) => text.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) ?? "";
}

/** Hashes have one length, so that a comparison tells nothing of what is compared. */
function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
