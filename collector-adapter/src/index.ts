export { createApp, type App, type AppOptions } from "./app.ts";
export { parseCommand, type Command, type Config } from "./config/parse-command.ts";
export { DatabaseError, type Database, type Session, type Statement } from "./database/database.ts";
export { openDatabase, type DatabaseOptions } from "./database/open-database.ts";
export { ListenError } from "./listen.ts";
export { ConfigError } from "./process/config-error.ts";
export { serve, type RunningServer } from "./serve.ts";
