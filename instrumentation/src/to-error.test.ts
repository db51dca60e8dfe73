import { expect, it } from "vitest";
import { createSecretFilter } from "./content/create-secret-filter.ts";
import { toErrorDescription } from "./to-error.ts";

it("reads a message, a class and a stack", () => {
  const error = Object.assign(new TypeError("no such key"), { code: "ENOKEY" });
  expect(toErrorDescription(error)).toEqual({ message: "no such key", type: "ENOKEY", stack: error.stack });
  expect(toErrorDescription({ name: "timeout" })).toEqual({ message: "timeout", type: "timeout" });
  expect(toErrorDescription("lost")).toEqual({ message: "lost", type: "_OTHER" });
  expect(toErrorDescription(undefined)).toEqual({ message: "undefined", type: "_OTHER" });
});

it("survives members that cannot be read", () => {
  const refuse = (): never => {
    throw new Error("no");
  };
  const broken = Object.defineProperties(new Error("x"), { stack: { get: refuse }, message: { get: refuse } });
  expect(toErrorDescription(broken)).toEqual({ message: "Error", type: "Error" });
});

it("survives values that do not want to be looked at at all", () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const mute = Object.assign(() => undefined, {
    toString() {
      throw new Error("no");
    },
  });
  for (const error of [revoked.proxy, mute, ""]) {
    expect(toErrorDescription(error)).toEqual({ message: "Unknown error", type: "_OTHER" });
  }
});

it("cuts what is long, after the secrets are out and never through a character", () => {
  const secret = "sk-live-0123456789";
  const clean = createSecretFilter([secret])();
  const { message, stack } = toErrorDescription(new Error("x".repeat(4_090) + secret.repeat(2_000)), clean);
  expect(message).toBe(`${"x".repeat(4_090)}[secre`);
  expect(stack?.length).toBeLessThanOrEqual(16_384);
  expect(stack).not.toContain("sk-");
  expect(toErrorDescription(`${"x".repeat(4_095)}😀`).message).toBe("x".repeat(4_095));
});
