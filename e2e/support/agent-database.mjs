const { AGENT_DATABASE = "" } = process.env;

/** Which database an agent opens, as elizaOS's options say it: AGENT_DATABASE is a Postgres or a PGlite directory. */
export const agentDatabase = AGENT_DATABASE.startsWith("postgres")
  ? { postgresUrl: AGENT_DATABASE }
  : { dataDir: AGENT_DATABASE };
