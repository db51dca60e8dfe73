import type { Request } from "express";

/**
 * A path of Runline under the address that the caller knows. A host that is no name or address of a machine has no place in what
 * others may paste.
 *
 * @example toOwnAddress(request, "/v1/traces") // "http://127.0.0.1:4318/v1/traces"
 */
export function toOwnAddress({ protocol, headers }: Pick<Request, "protocol" | "headers">, path: string): string {
  const { host = "" } = headers;
  return `${protocol}://${/^[\w.:[\]-]+$/.test(host) ? host : "127.0.0.1:4318"}${path}`;
}
