import { safeParse } from "valibot";
import { ErrorBody } from "@runline/contract";

/**
 * Has the server let this browser in, by a cookie that it sets.
 *
 * @throws Error with the server's words, when that is not its token or it takes no more tries
 */
export async function signIn(basePath: string, token: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  await ask(basePath, { method: "POST", headers, body: JSON.stringify({ token }) });
}

/** @throws Error with the server's words */
export async function signOut(basePath: string): Promise<void> {
  await ask(basePath, { method: "DELETE" });
}

async function ask(basePath: string, init: RequestInit): Promise<void> {
  const response = await fetch(`${basePath}/api/session`, init);
  if (response.ok) return;
  const parsed = safeParse(ErrorBody, await response.json().catch(() => undefined));
  throw new Error(parsed.success ? parsed.output.error.message : `The server answered ${response.status}.`);
}
