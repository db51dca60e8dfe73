import { expect, it } from "vitest";
import { createSecretList } from "./create-secret-list.ts";

const CIPHERTEXT = `${"0a".repeat(16)}:0b0c`;

/** Just the members that are read; real runtimes are in e2e/elizaos. */
function list(character: object, getSetting: (name: string) => unknown = () => null, env = {}): string[] {
  const runtime = { character, getSetting };
  return createSecretList(runtime, env)();
}

it("lists both places, groups and numbers included", () => {
  const character = { secrets: { A: "one", B: 123_456 }, settings: { secrets: { discord: { TOKEN: "two" } } } };
  expect(list(character)).toEqual(["one", "123456", "two"]);
  expect(list({})).toEqual([]);
});

it("lists other settings only when they are named like a secret", () => {
  expect(list({ settings: { STRIPE_API_KEY: "key", botToken: "token", voice: "calm" } })).toEqual(["key", "token"]);
});

it("lists an encrypted secret as it is kept and as it is, and decrypts it once", () => {
  let calls = 0;
  const runtime = {
    character: { secrets: { KEY: CIPHERTEXT } },
    getSetting: (name: string) => `${name} plain ${(calls += 1)}`,
  };
  const listSecrets = createSecretList(runtime, {});
  expect([listSecrets(), listSecrets()]).toEqual([
    [CIPHERTEXT, "KEY plain 1"],
    [CIPHERTEXT, "KEY plain 1"],
  ]);
});

it("lists what the environment brought, but for what is in every environment", () => {
  const env = {
    NODE_ENV: "production",
    INIT_CWD: "/srv/agent",
    npm_config_local_prefix: "/srv/agent",
    "npm_config_//registry/:_authToken": "npm token",
    OPENAI_API_KEY: "sk-1",
    DATABASE_URL: "postgres://user:password@db/agent",
  };
  expect(list({ settings: { secrets: env } }, undefined, env)).toEqual([
    "npm token",
    "sk-1",
    "postgres://user:password@db/agent",
  ]);
  expect(list({ secrets: { USER: "chosen" } }, undefined, { USER: "root" })).toEqual(["chosen"]);
});
