/** Options of Runline, by the variables that npm makes of those it takes for its own. */
const KEPT = {
  npm_config_port: "--port",
  npm_config_host: "--host",
  npm_config_data_dir: "--data-dir",
  npm_config_database_url: "--database-url",
  npm_config_database_connections: "--database-connections",
  npm_config_token: "--token",
  npm_config_token_description: "--token", // npm takes a beginning for the whole
};

/**
 * Ends the process when npm has kept options that were meant for Runline, as in `npm start --port 4400`: it would start with others than
 * asked for, and listen or store elsewhere. What they say is not repeated: it may be a secret.
 *
 * @param {string} command what the options belong behind
 */
export function refuseKeptOptions(command) {
  const kept = Object.keys(KEPT).filter((name) => process.env[name] !== undefined);
  if (kept.length === 0) return;
  const options = [...new Set(kept.map((name) => KEPT[name]))];
  process.stderr.write(
    `npm has kept ${options.join(" and ")} for itself. Options of Runline come after two dashes: ${command} -- ${options[0]} …\n`,
  );
  process.exit(2);
}
