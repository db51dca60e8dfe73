import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { parsePostgresUrl } from "./parse-postgres-url.ts";

const parse = (url: string) => parsePostgresUrl(url, "--database-url");

describe("parsePostgresUrl", () => {
  test.each([
    ["postgres://runline:s3cret@db.example:5432/runs", "postgres://runline:***@db.example:5432/runs"],
    ["postgresql://db.example/runs", "postgresql://db.example/runs"],
    ["postgres://u:s3cret@[::1]:5432/runs", "postgres://u:***@[::1]:5432/runs"],
    ["  postgres://u:s3cret@h/runs\n", "postgres://u:***@h/runs"],
    ["postgres://u@h/runs?password=s3cret&sslmode=disable", "postgres://u@h/runs?sslmode=disable"],
    ["postgres://h/runs?user=u%40server&password=s3@cret", "postgres://h/runs?user=u%40server"],
    ["postgres://u:s3cret@/runs?host=%2Frun%2Fpg", "postgres://u:***@socket/runs?host=%2Frun%2Fpg"],
  ])("tells a database without its password: %s", (url, description) => {
    expect(parse(url).description).toBe(description);
  });

  test.each([
    ["postgres://u:a%40b@h/d", "a@b"],
    ["postgres://u:a@b@h/d", "a@b"], // the last @ is the one before the host, as in every URL
    ["postgres://u:a b@h/d", "a b"],
    ["postgres://u:50%zz@h/d", "50%zz"],
    ["postgres://u:a:b@h/d", "a:b"],
    ["postgres://h/d?user=u&password=a@b", "a@b"],
  ])("takes a password that can be read: %s", (url, password) => {
    expect(parse(url).config).toMatchObject({ host: "h", user: "u", password, database: "d" });
  });

  test.each([
    "s3cret",
    "u:s3cret@h/d",
    "mysql://u:s3cret@h/d",
    "postgres:/u:s3cret@h/d",
    "postgres://u:s3/cret@h/d",
    "postgres://u:12/s3cret@h/d",
    "postgres://u:12?s3cret@h/d",
    "postgres://u:12?x=s3cret@h/d",
    "postgres://u:12#s3cret@h/d",
    "postgres://u:s3cret#@h/d",
    "postgres://u:s3cret@x/more@h/d",
    "postgres://u:s3cret@x?more@h/d",
    "postgres://u:s3cret/d",
    "postgres://u:s3cret@h h/d",
    "postgres://u:s3cret@h:99999/d",
    "postgres://u:s3cret%ff@h/d",
    "postgres://u:s3cret@h/d%ff",
    "postgres://u:s3cret@h/d?port=s3cret",
    "postgres://u:s3cret@h/d?sslmode=s3cret",
    "postgres://u:s3cret@h/d?sslrootcert=/nowhere/ca.pem",
    "postgres://u:s3cret@[h/d",
  ])("says of an address that cannot be read what is wrong, and shows nothing of it: %s", (url) => {
    let failure: unknown;
    try {
      parse(url);
    } catch (error) {
      failure = error;
    }
    expect(failure).toMatchObject({ name: "ConfigError", message: expect.stringContaining("--database-url") });
    // As a stack trace with all causes and properties shows it.
    expect(inspect(failure, { depth: Infinity, showHidden: true })).not.toContain("cret");
  });

  test("names the file of certificates that is missing", () => {
    expect(() => parse("postgres://u:p@h/d?sslrootcert=/nowhere/ca.pem")).toThrow(/ENOENT.*\/nowhere\/ca\.pem/);
  });
});
