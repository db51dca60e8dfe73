import { ConfigError } from "../process/config-error.ts";
import { quoteGiven } from "../process/quote-given.ts";

/** A variable that is empty is not set. */
export function readOptional<T>(text: string | undefined, parse: (text: string) => T): T | undefined {
  return text === undefined || text === "" ? undefined : parse(text);
}

/**
 * Reads a variable that turns something on or off.
 *
 * @throws ConfigError when it is neither 1 nor 0
 * @example readSwitch("RUNLINE_DURABLE", { RUNLINE_DURABLE: "1" }) // true
 */
export function readSwitch(variable: string, environment: NodeJS.ProcessEnv): boolean | undefined {
  return readOptional(environment[variable], (text) => {
    if (text === "1" || text === "0") return text === "1";
    throw new ConfigError(`${variable} is ${quoteGiven(text)}; expected 1 or 0.`);
  });
}
