import { describe, expect, test } from "vitest";
import { callApi } from "./support/call-api.ts";
import { sendSpans } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { useServer } from "./support/use-server.ts";

const TOKEN = "open sesame";
const context = useServer("pglite", { token: TOKEN });

const signIn = (token: unknown, headers: Record<string, string> = {}) =>
  fetch(`${context.url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ token }),
  });

async function getCookie(): Promise<string> {
  const answer = await signIn(TOKEN);
  expect(answer.status).toBe(204);
  return answer.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
}

describe("signing in", () => {
  test("lets a browser read the API, and nothing else", async () => {
    const cookie = await getCookie();
    const read = await callApi(context.url, "/api/agents", { headers: { cookie } });
    expect(read.status).toBe(200);
    expect((await callApi(context.url, "/api/settings", { headers: { cookie } })).body).toEqual({
      links: [],
      needsToken: true,
    });
    const sent = await fetch(`${context.url}/v1/traces`, {
      method: "POST",
      headers: { cookie, "content-type": "application/json", "sec-fetch-site": "same-origin" },
      body: "{}",
    });
    expect(sent.status).toBe(401);
    expect((await sendSpans(context.url, [createTestRun().root()])).status).toBe(401);
  });

  test("is for pages of this origin: others may neither sign in, nor out, nor use the cookie", async () => {
    const cookie = await getCookie();
    const site = { "sec-fetch-site": "same-site" };
    expect((await signIn(TOKEN, site)).status).toBe(403);
    expect((await signIn(TOKEN, { origin: "http://evil.example" })).status).toBe(403);
    const out = await fetch(`${context.url}/api/session`, { method: "DELETE", headers: site });
    expect(out.status).toBe(403);
    for (const foreign of [site, { origin: "http://evil.example" }]) {
      expect((await callApi(context.url, "/api/agents", { headers: { cookie, ...foreign } })).status).toBe(401);
    }
    const read = await fetch(`${context.url}/api/agents`, { headers: { cookie } });
    expect(read.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  });

  test("ends where the browser signs out", async () => {
    const cookie = await getCookie();
    const signOut = (headers: Record<string, string>) =>
      fetch(`${context.url}/api/session`, { method: "DELETE", headers });
    const [ended, other] = await Promise.all([signOut({ cookie }), signOut({})]);
    expect([ended.status, other.status]).toEqual([204, 204]);
    expect(ended.headers.get("set-cookie")).toBe(
      `runline_${new URL(context.url).port}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`,
    );
    expect(other.headers.get("set-cookie")).toBeNull();
  });

  test("sets a cookie for HTTPS alone where a proxy says that the browser came by it", async () => {
    const answer = await signIn(TOKEN, { "x-forwarded-proto": "https" });
    expect(answer.headers.get("set-cookie")).toMatch(/; Secure$/);
  });

  test("takes the token and nothing else, and some tries a minute", async () => {
    expect((await signIn("open")).status).toBe(401);
    expect((await signIn(["open sesame"])).status).toBe(400);
    const form = await fetch(`${context.url}/api/session`, {
      method: "POST",
      body: new URLSearchParams({ token: TOKEN }),
    });
    expect(form.status).toBe(400);
    const long = await signIn("x".repeat(10_000));
    expect(long.status).toBe(413);
    const tries = await Promise.all(Array.from({ length: 30 }, () => signIn("guess")));
    expect(tries.map(({ status }) => status)).toContain(429);
  });
});
