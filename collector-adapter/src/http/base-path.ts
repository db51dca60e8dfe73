import type { IncomingMessage } from "node:http";

/** One or more segments of a path, such as `/tools/runline`. The segments cannot be empty: `//host` would be an address. */
const PREFIX = /^(?:\/[\w.~-]+)+$/;
/** Characters of a prefix: more than anybody types as an address. */
const MAX_PREFIX = 200;

/** Where Runline is below the root of an address, in front of every path of its own: `/runline`, or "" at the root. */
export interface BasePath {
  /** The address of a request without the base path, where that stands in front: proxies take it away or leave it. */
  drop(url: string): string;
  /** What the browser has in front of Runline's paths: the base path, else what the proxy says in `X-Forwarded-Prefix`. */
  of(request: IncomingMessage): string;
}

/** @param basePath - such as `/runline`; see {@link readPrefix} */
export function createBasePath(basePath = ""): BasePath {
  return {
    drop(url) {
      if (basePath === "" || !url.startsWith(basePath)) return url;
      const rest = url.slice(basePath.length);
      if (rest === "" || rest.startsWith("?")) return `/${rest}`;
      return rest.startsWith("/") ? rest : url;
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
