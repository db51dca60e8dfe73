import { createRunsClient, type RunsClient } from "@runline/contract/client";

/** Answer of the API, body unparsed as to its form. */
export interface ApiAnswer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** Asks the API for a path. */
export async function callApi(url: string, path: string, init: RequestInit = {}): Promise<ApiAnswer> {
  const response = await fetch(`${url}${path}`, init);
  const body: unknown = await response.json();
  return { status: response.status, headers: response.headers, body };
}

/** The typed client of the contract, which checks every answer against its schema. */
export function createClient(url: string): RunsClient {
  return createRunsClient({ baseUrl: url });
}
