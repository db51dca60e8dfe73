import type { Request } from "express";

/**
 * A path of Runline under the address that the caller knows. Others may paste the result: a host stands in it only as the name or
 * address of a machine.
 *
 * @example toOwnAddress(request, "/v1/traces") // "http://127.0.0.1:4318/v1/traces"
 */
export function toOwnAddress({ protocol, headers }: Pick<Request, "protocol" | "headers">, path: string): string {
  const { host = "" } = headers;
  return `${protocol}://${/^[\w.:[\]-]+$/.test(host) ? host : "127.0.0.1:4318"}${path}`;
}
