import { readFile, stat } from "node:fs/promises";
import * as v from "valibot";
import { ConfigError } from "../process/config-error.ts";
import { toErrorMessage } from "../process/to-error-message.ts";
import type { TokenPrices } from "./token-prices.ts";

/** A table of some thousand models. */
const MAX_BYTES = 4 * 1024 * 1024;

const Price = v.pipe(v.number(), v.finite(), v.minValue(0));
const Prices = v.strictObject({
  inputPerMillion: Price,
  outputPerMillion: v.optional(Price),
  cachedInputPerMillion: v.optional(Price),
  cacheWriteInputPerMillion: v.optional(Price),
  audioInputPerMillion: v.optional(Price),
  audioOutputPerMillion: v.optional(Price),
});
/** To a record a list is one with numbers for names. */
const Table = v.pipe(
  v.custom<Record<string, unknown>>((value) => !Array.isArray(value), "a list was found"),
  v.record(v.string(), Prices),
);

/** Prices by the name of their model, as it is shown. */
export type OwnPrices = ReadonlyMap<string, TokenPrices>;

/**
 * Reads a table of prices: JSON, US dollars per million tokens by model. The names are those that `@runline/instrumentation` takes.
 *
 * @throws ConfigError saying what is wrong with which model
 * @example { "gpt-4o-mini": { "inputPerMillion": 0.15, "outputPerMillion": 0.6, "cachedInputPerMillion": 0.075 } }
 */
export async function readOwnPrices(file: string): Promise<OwnPrices> {
  const parsed = v.safeParse(Table, await readJson(file));
  if (!parsed.success) {
    const [{ message }] = parsed.issues;
    const place = v.getDotPath(parsed.issues[0]) ?? "the table itself";
    throw new ConfigError(
      `The prices in ${file} cannot be used: at ${place}, ${message}. Expected, by the name of each model, inputPerMillion ` +
        "and perhaps outputPerMillion, cachedInputPerMillion, cacheWriteInputPerMillion, audioInputPerMillion and " +
        "audioOutputPerMillion: US dollars of 0 or more per million tokens.",
    );
  }
  return new Map(Object.entries(parsed.output).map(([model, prices]) => [model, toTokenPrices(prices)]));
}

async function readJson(file: string): Promise<unknown> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) throw new RangeError(`it has ${size} bytes, and at most ${MAX_BYTES} are read`);
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    const message = `The table of prices ${file} cannot be read: ${toErrorMessage(error)} (--prices or RUNLINE_PRICES).`;
    throw new ConfigError(message, { cause: error });
  }
}

function toTokenPrices(prices: v.InferOutput<typeof Prices>): TokenPrices {
  return {
    input: prices.inputPerMillion,
    output: prices.outputPerMillion,
    cachedInput: prices.cachedInputPerMillion,
    cacheWriteInput: prices.cacheWriteInputPerMillion,
    audioInput: prices.audioInputPerMillion,
    audioOutput: prices.audioOutputPerMillion,
  };
}
