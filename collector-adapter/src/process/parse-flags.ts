import { parseArgs, type ParseArgsConfig } from "node:util";
import { ConfigError } from "./config-error.ts";
import { mayHoldPassword } from "./quote-given.ts";
import { toErrorMessage } from "./to-error-message.ts";

/**
 * Reads the flags of a command.
 *
 * @param command - whose `--help` explains them
 * @throws ConfigError naming the flag that is unknown or lacks its value
 * @example parseFlags(["--port", "4400"], { port: { type: "string" } }, "runline")
 */
export function parseFlags<Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: Options,
  command: string,
): ReturnType<typeof parseArgs<{ options: Options }>>["values"] {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    // An address that lost its flag may have a password in it.
    const says = toErrorMessage(error).replace(/'([^]*)'/, (quoted, given: string) =>
      mayHoldPassword(given) ? "(an address)" : quoted,
    );
    throw new ConfigError(`${says}. See ${command} --help.`);
  }
}
