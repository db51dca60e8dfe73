/** What the package signal-exit does on SIGTERM: it raises the signal again when nobody but signal-exit listens. */
export function raiseAgain(version: "signal-exit 3" | "signal-exit 4"): void {
  const emitter = { count: 1 };
  if (version === "signal-exit 3") Reflect.set(process, "__signal_exit_emitter__", emitter);
  else Reflect.set(globalThis, Symbol.for("signal-exit emitter"), emitter);
  process.on("SIGTERM", function listener() {
    if (process.listenerCount("SIGTERM") !== emitter.count) return;
    process.off("SIGTERM", listener);
    process.kill(process.pid, "SIGTERM");
  });
}
