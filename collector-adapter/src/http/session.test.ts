import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { createSessions } from "./session.ts";

const DAY_MS = 86_400_000;

function toRequest(headers: Record<string, string>, method = "GET"): IncomingMessage {
  return Object.assign(new IncomingMessage(new Socket()), { method, headers });
}

describe("a browser that is signed in", () => {
  let now = Date.parse("2026-11-30T12:00:00Z");
  const sessions = createSessions("sesame", () => now);
  const cookie = sessions.toCookie(false).split(";", 1)[0] ?? "";

  it("may read for 30 days, until the token is another one", () => {
    expect(sessions.mayRead(toRequest({ cookie: `theme=dark; ${cookie}; x=1` }))).toBe(true);
    expect(createSessions("another", () => now).mayRead(toRequest({ cookie }))).toBe(false);
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
    ["a page of another origin in an old browser", { cookie, origin: "http://evil.example", host: "127.0.0.1:4318" }],
  ])("is not let in with %s", (_what, headers) => {
    expect(sessions.mayRead(toRequest(headers))).toBe(false);
  });

  it.each(["POST", "PUT", "DELETE"])("may not %s anything by its cookie", (method) => {
    expect(sessions.mayRead(toRequest({ cookie, "sec-fetch-site": "same-origin" }, method))).toBe(false);
  });

  it("has a cookie that no script reads, no other site sends, and in which the token is not", () => {
    expect(sessions.toCookie(true)).toMatch(
      /^runline_[0-9a-f]{8}=\d+\.[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000; Secure$/,
    );
    expect(sessions.toCookie(true)).not.toContain("sesame");
    expect(createSessions("another").toCookie(false).split("=", 1)).not.toEqual(cookie.split("=", 1));
  });
});
