import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { createBasePath, readPrefix } from "./base-path.ts";

function toRequest(prefix?: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  if (prefix !== undefined) request.headers["x-forwarded-prefix"] = prefix;
  return request;
}

test.each([
  ["/runline/api/agents?limit=1", "/api/agents?limit=1"],
  ["/runline", "/"],
  ["/runline?a=b", "/?a=b"],
  ["/runline/", "/"],
  ["/api/agents", "/api/agents"],
  ["/runliner/x", "/runliner/x"],
  ["//runline//v1/traces?next=//a", "/v1/traces?next=//a"],
  ["/", "/"],
])("below /runline, %s is %s", (url, expected) => {
  expect(createBasePath("/runline").normalize(url)).toBe(expected);
});

test.each([
  ["/api/agents?limit=1", "/api/agents?limit=1"],
  ["//v1///traces/?a=//", "/v1/traces/?a=//"],
  ["/", "/"],
])("at the root, %s is %s", (url, expected) => {
  expect(createBasePath().normalize(url)).toBe(expected);
});

test("a page is below the base path, else below what proxies say", () => {
  expect(createBasePath("/runline").of(toRequest("/other"))).toBe("/runline");
  expect(createBasePath().of(toRequest("/tools, /runline/"))).toBe("/tools/runline");
  expect(createBasePath().of(toRequest())).toBe("");
});

test.each(["//evil.com", "/a//b", "/../x", "/a/..", "/a b", '/"><script>', "evil", `/${"a".repeat(201)}`])(
  "a proxy's prefix %j counts as none",
  (prefix) => {
    expect(createBasePath().of(toRequest(prefix))).toBe("");
  },
);

test.each([
  ["/runline", "/runline"],
  ["/a/b.c/", "/a/b.c"],
  ["/", ""],
  ["", ""],
  ["runline", undefined],
  ["http://a/b", undefined],
])("the prefix %j is read as %j", (text, expected) => {
  expect(readPrefix(text)).toBe(expected);
});
