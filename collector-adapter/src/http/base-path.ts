import type { IncomingMessage } from "node:http";

/** One or more segments of a path, such as `/tools/runline`. The segments cannot be empty: `//host` would be an address. */
const PREFIX = /^(?:\/[\w.~-]+)+$/;
/** Characters of a prefix: more than anybody types as an address. */
const MAX_PREFIX = 200;

/** Where Runline is below the root of an address, in front of every path of its own: `/runline`, or "" at the root. */
export interface BasePath {
  /**
   * The path and query of a request as Runline's parts read them: with one slash where there are several, since exporters put their path
   * behind one that the address ends with (`//v1/traces`), and without the base path, which proxies take away or leave.
   */
  normalize(url: string): string;
  /** What the browser has in front of Runline's paths: the base path, else what the proxy says in `X-Forwarded-Prefix`. */
  of(request: Pick<IncomingMessage, "headers">): string;
}

/** @param basePath - such as `/runline`; see {@link readPrefix} */
export function createBasePath(basePath = ""): BasePath {
  return {
    normalize(url) {
      const [sent = "", ...query] = url.split("?");
      const joined = sent.replaceAll(/\/{2,}/g, "/");
      const path = `${joined}/`.startsWith(`${basePath}/`) ? joined.slice(basePath.length) || "/" : joined;
      return [path, ...query].join("?");
    },
    of({ headers }) {
      if (basePath !== "") return basePath;
      // Each proxy on the way adds its own behind a comma.
      const given = [headers["x-forwarded-prefix"] ?? []].flat().join(",");
      const parts = given.split(",").map((part) => readPrefix(part.trim()));
      return parts.includes(undefined) ? "" : parts.join("");
    },
  };
}

/**
 * A prefix without a slash at its end; `undefined` when the text is none.
 *
 * @example readPrefix("/runline/") // "/runline"
 */
export function readPrefix(text: string): string | undefined {
  const prefix = text.replace(/\/$/, "");
  const isPrefix = prefix.length <= MAX_PREFIX && PREFIX.test(prefix) && !/\/\.\.?(\/|$)/.test(prefix);
  return prefix === "" || isPrefix ? prefix : undefined;
}
