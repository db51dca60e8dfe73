import { describe, expect, test } from "vitest";
import { createAccess } from "./access.ts";

const open = createAccess({ allowHosts: ["runline.example.com"] });

describe("without a token", () => {
  test.each([
    "localhost:4318",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
    "127.1.2.3:80",
    "[::1]:4318",
    "",
    "runline.example.com:80",
  ])("answers everything for the host %j", (host) => {
    for (const isIngest of [true, false]) expect(() => open.checkHost({ host }, { isIngest })).not.toThrow();
  });

  test.each([
    "host.docker.internal:4318",
    "host.containers.internal",
    "runline",
    "192.168.65.254:4318",
    "0.0.0.0",
    "[fe80::1]:4318",
  ])("takes telemetry for the host %j, and shows nothing under it", (host) => {
    expect(() => open.checkHost({ host }, { isIngest: true })).not.toThrow();
    expect(() => open.checkHost({ host }, { isIngest: false })).toThrow(/not answered without a token/);
  });

  test.each([
    "evil.com",
    "127.0.0.1.evil.com",
    "evil-localhost",
    "internal.evil.com",
    "runline.evil.com",
    "127.1",
    "a@localhost",
    " ",
  ])("answers nothing for the host %j", (host) => {
    for (const isIngest of [true, false]) {
      expect(() => open.checkHost({ host }, { isIngest })).toThrow(/--allow-host/);
    }
  });

  test("says what to change, with nothing in the line that is not a name", () => {
    const refuse = (host: string) => {
      try {
        open.checkHost({ host }, { isIngest: false });
      } catch (error) {
        return error;
      }
      return undefined;
    };
    expect(refuse("Agents.example:1")).toMatchObject({ change: "npm start -- --allow-host agents.example" });
    expect(refuse("a; rm -rf /")).toMatchObject({ change: "npm start -- --allow-host NAME" });
  });
});

test("a token is checked, and no host then", () => {
  const closed = createAccess({ token: "sesame" });
  expect(() => closed.checkHost({ host: "evil.com" }, { isIngest: false })).not.toThrow();
  expect(() => closed.checkToken({ authorization: "Bearer sesame" })).not.toThrow();
  expect(() => closed.checkToken({})).toThrow("found no Authorization header");
  expect(() => closed.checkToken({ authorization: "Bearer sesam" })).toThrow("found another one");
  expect(() => open.checkToken({})).not.toThrow();
});
