// `npm start`: builds what is missing, then runs the adapter in this process, so that signals and the exit code are its own.
import { ensureBuilt } from "./build.mjs";
import { refuseKeptOptions } from "./kept-options.mjs";

refuseKeptOptions("npm start");
await ensureBuilt();
await import("../collector-adapter/dist/main.js");
