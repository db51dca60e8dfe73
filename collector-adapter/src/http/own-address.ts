import type { IncomingHttpHeaders } from "node:http";
import type { BasePath } from "./base-path.ts";

/**
 * A path of Runline under the address that the caller knows, which proxies say. A host that is not a name or address of a machine has no
 * place in what others may paste.
 *
 * @param host - of HTTP/2 the `:authority`
 * @example toOwnAddress(headers.host, headers, basePath, "/v1/traces") // "https://example.com/runline/v1/traces"
 */
export function toOwnAddress(
  host: string | undefined,
  headers: IncomingHttpHeaders,
  basePath: BasePath,
  path: string,
): string {
  const own = host !== undefined && /^[\w.:[\]-]+$/.test(host) ? host : "127.0.0.1:4318";
  return `${isHttps(headers) ? "https" : "http"}://${own}${basePath.of({ headers })}${path}`;
}

/** Whether the caller came by HTTPS, as proxies say, the first of which knows; Runline's own ports have no TLS. */
export function isHttps({ "x-forwarded-proto": given = "" }: IncomingHttpHeaders): boolean {
  return /^https\b/i.test(String(given));
}
