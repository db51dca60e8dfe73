// Where the thread begins. Run from source, as tests do, it reads TypeScript with the help of tsx: what the process was started with
// to do so does not reach its threads.
if (import.meta.url.includes("/dist/")) await import("./fold-thread-main.ts");
else await (await import("tsx/esm/api")).tsImport("./fold-thread-main.ts", import.meta.url);
