import { describe, expect, test } from "vitest";
import { parseImportOptions } from "./parse-import-options.ts";

describe("parseImportOptions", () => {
  test("needs nothing but a source", () => {
    expect(parseImportOptions(["--from", ".eliza/.elizadb"], {})).toEqual({
      from: ".eliza/.elizadb",
      to: "http://127.0.0.1:4318",
      token: undefined,
      agent: undefined,
      since: undefined,
      follow: false,
      captureContent: false,
      dataDir: ".runline",
    });
  });

  test("takes all flags, and the variables that Runline itself takes", () => {
    const flags = ["--from=postgres://db/eliza", "--to=https://runs.example/", "--agent", "Ada", "--follow"];
    const environment = { RUNLINE_TOKEN: "sesame", RUNLINE_DATA_DIR: "/data" };
    expect(parseImportOptions([...flags, "--since", "2026-11-01", "--capture-content"], environment)).toEqual({
      from: "postgres://db/eliza",
      to: "https://runs.example",
      token: "sesame",
      agent: "Ada",
      since: Date.UTC(2026, 10, 1),
      follow: true,
      captureContent: true,
      dataDir: "/data",
    });
  });

  test("helps whatever else is asked for", () => {
    expect(parseImportOptions(["--help", "--since", "never"], {})).toBe("help");
  });

  test.each([
    [[], "--from postgres://"],
    [["--from", "x", "--to", "localhost:4318"], '--to is "localhost:4318"'],
    [["--from", "x", "--to", "http://user:hidden@localhost:4318"], "--to holds a user or password"],
    [["--from", "x", "--since", "yesterday"], '--since is "yesterday"'],
    [["--from", "x", "--since", "2026-13-01"], '--since is "2026-13-01"'],
    [["--from", "x", "--fast"], "--fast"],
    [["x"], "runline import --help"],
  ])("refuses %j and names what is wrong", (args, message) => {
    const error = expect.objectContaining({ code: "BAD_CONFIG", message: expect.stringContaining(message) });
    expect(() => parseImportOptions(args, {})).toThrow(error);
  });
});
