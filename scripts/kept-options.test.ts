import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Runs npm as in a terminal of its own: npm hands its options on to what it starts. */
function runNpm(...args: string[]) {
  const { PATH, HOME } = process.env;
  // What starts in spite of them is ended.
  return spawnSync("npm", args, { cwd: ROOT, env: { PATH, HOME }, encoding: "utf8", timeout: 25_000 });
}

describe("options before the two dashes, which npm keeps for itself", () => {
  test.each([
    [["start", "--port", "4400"], "npm has kept --port for itself", "npm start -- --port …"],
    [
      ["start", "--port=4400", "--data-dir", "x"],
      "npm has kept --port and --data-dir for itself",
      "npm start -- --port …",
    ],
    [["start", "--token", "sesame"], "npm has kept --token for itself", "npm start -- --token …"],
    [["run", "demo", "--data-dir", "x"], "npm has kept --data-dir for itself", "npm run demo -- --data-dir …"],
  ])("are told of, and nothing is started: npm %j", (args, said, hint) => {
    const { status, stdout, stderr } = runNpm(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(`${said}. Options of Runline come after two dashes: ${hint}\n`);
    expect(stdout).not.toContain("ready");
  });

  test("are not a secret in what is said of them", () => {
    const { stderr } = runNpm("--silent", "start", "--database-url=postgres://user:hush@localhost/db");
    expect(stderr).toContain("npm has kept --database-url for itself");
    expect(stderr).not.toContain("hush");
  });
});

test("the demo says how it is used at once, before it installs or builds anything", () => {
  const { status, stdout } = runNpm("--silent", "run", "demo", "--", "--help");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Starts Runline and an example agent/);
  expect(stdout).toContain("npm run demo -- [options]");
  expect(stdout).not.toMatch(/Building|Installing/);
});
