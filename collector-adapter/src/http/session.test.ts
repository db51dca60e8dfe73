import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { createBasePath } from "./base-path.ts";
import { createSessions } from "./session.ts";

const DAY_MS = 86_400_000;

function toRequest(headers: Record<string, string> = {}, method = "GET"): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  return Object.assign(request, { method, headers: { host: "127.0.0.1:4318", ...headers } });
}

describe("a browser that is signed in", () => {
  let now = Date.parse("2026-11-30T12:00:00Z");
  const sessions = createSessions("sesame", createBasePath(), () => now);
  const cookie = sessions.toCookie(toRequest()).split(";", 1)[0] ?? "";

  it("may read for 30 days, until the token is another one", () => {
    expect(sessions.mayRead(toRequest({ cookie: `theme=dark; ${cookie}; x=1` }))).toBe(true);
    expect(createSessions("another", createBasePath(), () => now).mayRead(toRequest({ cookie }))).toBe(false);
    now += 31 * DAY_MS;
    expect(sessions.mayRead(toRequest({ cookie }))).toBe(false);
    now -= 31 * DAY_MS;
  });

  it.each([
    ["no cookie", {}],
    ["a longer time than was given", { cookie: cookie.replace(/=\d+/, "=9999999999") }],
    ["a proof of nothing", { cookie: cookie.replace(/\..*/, ".") }],
    ["a page of another port", { cookie, "sec-fetch-site": "same-site" }],
    ["a page of another site", { cookie, "sec-fetch-site": "cross-site" }],
    ["a page of another origin, without Sec-Fetch-Site", { cookie, origin: "http://evil.example" }],
    ["a page of another port, without Sec-Fetch-Site", { cookie, origin: "http://127.0.0.1:4319" }],
    ["a page in a sandbox, without Sec-Fetch-Site", { cookie, origin: "null" }],
  ])("is not let in with %s", (_what, headers) => {
    expect(sessions.mayRead(toRequest(headers))).toBe(false);
  });

  it.each(["POST", "PUT", "DELETE"])("may not %s anything by its cookie", (method) => {
    expect(sessions.mayRead(toRequest({ cookie, "sec-fetch-site": "same-origin" }, method))).toBe(false);
  });

  it("has a cookie that no script reads, no other site sends, and in which the token is not", () => {
    expect(sessions.toCookie(toRequest({ "x-forwarded-proto": "https, http" }))).toMatch(
      /^runline_4318=\d+\.[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000; Secure$/,
    );
    expect(sessions.toCookie(toRequest({ "x-forwarded-proto": "https, http" }))).not.toContain("sesame");
  });

  it("has a cookie for its port and base path, whatever the token is", () => {
    const toCookie = (token: string, basePath: string, host: string) =>
      createSessions(token, createBasePath(basePath)).toCookie(toRequest({ host }));
    expect(toCookie("another", "", "127.0.0.1:4319")).toMatch(/^runline_4319=.*; Path=\/;/);
    expect(toCookie("sesame", "/tools/runline", "example.com")).toMatch(/^runline=.*; Path=\/tools\/runline;/);
  });

  it("has its cookie ended, and nobody else is told its name", () => {
    expect(sessions.toEndCookie(toRequest({ cookie }))).toBe(
      "runline_4318=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0",
    );
    expect(sessions.toEndCookie(toRequest())).toBeUndefined();
  });
});
