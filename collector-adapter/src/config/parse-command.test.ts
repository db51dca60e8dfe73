import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { parseCommand } from "./parse-command.ts";
import { ConfigError } from "../process/config-error.ts";

function parseServe(args: string[], environment: NodeJS.ProcessEnv) {
  const command = parseCommand(args, environment);
  if (command.name !== "serve") throw new Error(`The command is ${command.name}.`);
  return command;
}

describe("parseCommand", () => {
  test("serves on the OTLP port of this machine unless told otherwise", () => {
    expect(parseCommand([], {})).toEqual({
      name: "serve",
      config: {
        port: 4318,
        host: "localhost",
        dataDir: ".runline",
        databaseUrl: undefined,
        databaseConnections: 10,
        token: undefined,
        links: [],
        estimatesPrices: true,
        logLevel: "warn",
      },
    });
  });

  test("reads the environment, and believes a flag over its variable", () => {
    const environment = {
      RUNLINE_PORT: "5000",
      RUNLINE_GRPC_PORT: "5001",
      RUNLINE_HOST: "::1",
      RUNLINE_DATA_DIR: "/data",
      DATABASE_URL: "postgres://db/runs",
      RUNLINE_DATABASE_CONNECTIONS: "3",
      RUNLINE_TOKEN: "sesame",
      RUNLINE_LOG_LEVEL: "debug",
    };
    const config = {
      port: 5000,
      grpcPort: 5001,
      host: "::1",
      dataDir: "/data",
      databaseUrl: "postgres://db/runs",
      databaseConnections: 3,
      token: "sesame",
      links: [],
      estimatesPrices: true,
      logLevel: "debug",
    };
    expect(parseCommand([], environment)).toEqual({ name: "serve", config });
    const flags = ["--port=0", "--host", "localhost", "--data-dir", "x", "--database-url", "postgresql://a/b"];
    const more = ["--token", "other", "--database-connections", "1", "--grpc-port", "0"];
    expect(parseCommand([...flags, ...more], environment)).toEqual({
      name: "serve",
      config: {
        ...config,
        port: 0,
        grpcPort: 0,
        host: "localhost",
        dataDir: "x",
        databaseUrl: "postgresql://a/b",
        databaseConnections: 1,
        token: "other",
      },
    });
  });

  test("writes through to the disk when a flag or a variable says so", () => {
    const isDurable = (args: string[], variable: string) =>
      parseServe(args, { RUNLINE_DURABLE: variable }).config.isDurable;
    expect([isDurable([], ""), isDurable([], "0"), isDurable([], "1")]).toEqual([undefined, false, true]);
    expect(isDurable(["--durable"], "0")).toBe(true);
    expect(() => isDurable([], "yes")).toThrow('RUNLINE_DURABLE is "yes"; expected 1 or 0.');
    expect(parseCommand(["rebuild", "--durable"], {})).toMatchObject({ options: { isDurable: true } });
  });

  test("estimates by the price list unless told not to, and takes prices of one's own", () => {
    const { config } = parseServe(["--prices", "mine.json"], { RUNLINE_PRICES: "theirs.json" });
    expect(config).toMatchObject({ prices: "mine.json", estimatesPrices: true });
    const isOn = (args: string[], variable: string) =>
      parseServe(args, { RUNLINE_PRICE_ESTIMATES: variable }).config.estimatesPrices;
    expect([isOn([], ""), isOn([], "1"), isOn([], "0"), isOn(["--no-price-estimates"], "1")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(() => isOn([], "no")).toThrow('RUNLINE_PRICE_ESTIMATES is "no"; expected 1 or 0.');
    expect(parseCommand(["rebuild", "--no-price-estimates"], { RUNLINE_PRICES: "mine.json" })).toMatchObject({
      options: { prices: "mine.json", estimatesPrices: false },
    });
  });

  test("keeps everything unless told how many days or how much", () => {
    const { config } = parseServe([], { RUNLINE_KEEP: "", RUNLINE_KEEP_BYTES: "" });
    expect([config.keepDays, config.keepBytes]).toEqual([undefined, undefined]);
    const environment = { RUNLINE_KEEP: "7d", RUNLINE_KEEP_BYTES: "1GB" };
    expect(parseServe([], environment).config).toMatchObject({ keepDays: 7, keepBytes: 1_000_000_000 });
    const flags = ["--keep", "30d", "--keep-bytes", "1.5 TB"];
    expect(parseServe(flags, environment).config).toMatchObject({ keepDays: 30, keepBytes: 1_500_000_000_000 });
  });

  test.each([
    ["--keep", "30"],
    ["--keep", "0d"],
    ["--keep", "1w"],
    ["--keep-bytes", "20"],
    ["--keep-bytes", "0GB"],
  ])("refuses %s %s, and says what is expected", (flag, value) => {
    expect(() => parseCommand([flag, value], {})).toThrow(`What is to be kept is "${value}"; expected`);
  });

  test("lets others in by names, origins and a base path, of flags or variables", () => {
    const environment = {
      RUNLINE_ALLOW_HOST: "a.example, B.example,",
      RUNLINE_CORS_ORIGIN: "",
      RUNLINE_BASE_PATH: "/tools/",
    };
    expect(parseServe([], environment).config).toMatchObject({
      allowHosts: ["a.example", "b.example"],
      corsOrigins: undefined,
      basePath: "/tools",
    });
    const flags = [
      "--allow-host",
      "c",
      "--cors-origin",
      "http://localhost:3000",
      "--cors-origin=*",
      "--base-path",
      "/",
    ];
    expect(parseServe(flags, environment).config).toMatchObject({
      allowHosts: ["c"],
      corsOrigins: ["http://localhost:3000", "*"],
      basePath: undefined,
    });
  });

  test.each([
    [["--allow-host", "http://a.example"], "A host to allow is an address of something else; expected a name"],
    [["--allow-host", "a:80"], 'A host to allow is "a:80"'],
    [
      ["--cors-origin", "http://a.example/"],
      'The origin of pages is "http://a.example/"; expected scheme, host and port',
    ],
    [["--cors-origin", "http://u:s3cret@a"], "The origin of pages is an address of something else"],
    [["--base-path", "runline"], 'The base path is "runline"; expected a path'],
    [["--base-path", "/traces"], "paths of its own that begin so"],
    [["--base-path", "/V1/runline"], "paths of its own that begin so"],
  ])("refuses %s", (args, says) => {
    expect(() => parseCommand(args, {})).toThrow(says);
  });

  test("takes an address as it stands in a URL", () => {
    expect(parseCommand(["--host", "[::1]"], {})).toMatchObject({ config: { host: "::1" } });
    expect(() => parseCommand(["--host", "[::]"], {})).toThrow(ConfigError);
  });

  test("takes a folder whose name looks like an address, where it begins at the root", () => {
    expect(parseCommand(["--data-dir", "/data/a:b@c"], {})).toMatchObject({ config: { dataDir: "/data/a:b@c" } });
  });

  test("takes empty variables as not set", () => {
    const empty = { RUNLINE_PORT: "", RUNLINE_HOST: "", RUNLINE_DATA_DIR: "", DATABASE_URL: "", RUNLINE_TOKEN: "" };
    expect(parseCommand([], empty)).toEqual(parseCommand([], {}));
  });

  test("takes an empty token, as an unset variable of a shell leaves it, as none", () => {
    expect(parseCommand(["--token", ""], { RUNLINE_TOKEN: "sesame" })).toMatchObject({ config: { token: undefined } });
    expect(() => parseCommand(["--token", "", "--host", "0.0.0.0"], {})).toThrow("Give a token");
  });

  test.each([["--help"], ["-h"], ["--help", "--port", "x"]])("explains itself for %s %s", (...args) => {
    expect(parseCommand(args, {})).toEqual({ name: "help" });
  });

  test.each([
    [["--port", "65536"], "65536"],
    [["--port", "-1"], "--port"],
    [["--port", ""], 'The port is ""'],
    [["--port", "4e3"], "4e3"],
    [["--verbose"], "--verbose"],
    [["stray"], "stray"],
    [["--host", "0.0.0.0"], "token"],
    [["--host", "::"], "token"],
    [["--host", "10.0.0.1"], "token"],
    [["--host", "127.0.0.1.example"], "token"],
    [["--database-url", "http://db"], "postgres://"],
    [["--database-connections", "0"], "--database-connections"],
    [["--database-connections", "many"], 'is "many"'],
  ])("refuses %s and says what is wrong", (args, says) => {
    expect(() => parseCommand(args, {})).toThrow(ConfigError);
    expect(() => parseCommand(args, {})).toThrow(says);
  });

  test.each([
    ["postgres://u:s3cret@h/d"],
    ["--database-url", "u:s3cret@h/d"],
    ["--database-url", "postgres://u:12/s3 cret@h/d"],
    ["rebuild", "postgres://u:s3 cret@h/d"],
    ["import", "--from", "postgres://u:12/s3cret@h/d", "postgres://u:s3cret@h/d"],
    ["import", "--from", "postgres:/u:s3cret@h/d"],
    ["import", "--from", "u:s3 cret@h/d"],
    ["import", "--from", "/x", "--to", "postgres//u:s3cret@h/d"],
    ["--database-urls", "postgres://u:s3cret@h/d"],
    ["--database-urls=postgres://u:s3cret@h/d"],
    ["--port", "postgres://u:s3cret@h/d"],
    ["--host", "u:s3cret@h"],
    ["--data-dir", "postgres:/u:s3cret@h/d"],
    ["--database-connections", "u:s3 cret@h"],
  ])("refuses an address that is wrong or has no flag, and shows nothing of it: %s %s", (...args) => {
    let failure: unknown;
    try {
      parseCommand(args, {});
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(ConfigError);
    expect(inspect(failure, { depth: Infinity, showHidden: true })).not.toContain("cret");
  });

  test.each(["agent", "room", "user", "run"])("deletes what --%s names, after asking unless told --yes", (kind) => {
    const id = "9BD5A7A5-1f0c-4a1b-8f0e-3d1c5b2a7f10";
    const owner = { kind, id: id.toLowerCase() };
    expect(parseCommand(["delete", `--${kind}`, id], {})).toMatchObject({ options: { owner, isSure: false } });
    expect(parseCommand(["delete", "--yes", `--${kind}`, id], {})).toMatchObject({ options: { owner, isSure: true } });
  });

  test.each([[[]], [["--agent", "a", "--room", "b"]], [["--agent", ""]]])("refuses to delete what %j names", (args) => {
    expect(() => parseCommand(["delete", "--yes", ...args], {})).toThrow(
      /^What to delete is one of .* See runline delete --help\.$/,
    );
  });

  test.each([
    [["--prot", "4400"], /--prot/],
    [["--port", "http"], /^The port is "http"/],
    [["--database-url", "mysql://localhost/x"], /postgres:\/\//],
    [["--host", "0.0.0.0"], /Give a token/],
  ])("names the trouble with %j in one line", (args, says) => {
    expect(() => parseCommand(args, {})).toThrow(says);
    expect(() => parseCommand(args, {})).toThrow(/^.*$/);
  });

  test("refuses a log level that it does not know", () => {
    expect(() => parseCommand([], { RUNLINE_LOG_LEVEL: "loud" })).toThrow('RUNLINE_LOG_LEVEL is "loud"');
  });

  test.each(["127.0.0.1", "127.1.2.3", "::1", "localhost"])("needs no token for %s", (host) => {
    expect(parseCommand(["--host", host], {})).toMatchObject({ config: { host, token: undefined } });
  });

  test("listens on any address with a token", () => {
    expect(parseCommand(["--host", "0.0.0.0", "--token", "sesame"], {})).toMatchObject({ name: "serve" });
  });
});
