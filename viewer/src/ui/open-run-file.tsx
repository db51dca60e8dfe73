import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../models/app-context.ts";
import { readRunFile, sendRunFile, TokenError, type RunFile } from "../models/open-run-file.ts";
import { useSettings } from "../models/settings-queries.ts";
import { Icon } from "./icon.tsx";
import { RunFileToken } from "./run-file-token.tsx";
import "./open-run-file.css";

/** Opens the file of a run that somebody has downloaded: chosen here, or dropped anywhere on the page. */
export function OpenRunFile() {
  const { basePath } = useApp();
  const { route } = useLocation();
  const state = useSignal<"idle" | "reading" | "sending">("idle");
  const isOver = useSignal(false);
  const error = useSignal<Error | undefined>(undefined);
  const chooser = useRef<HTMLInputElement>(null);

  const asking = useSignal<RunFile | undefined>(undefined);
  const needsToken = useSettings().data?.needsToken ?? false;

  /** One file at a time: while one is read or sent, what else is asked for is not done. */
  const attempt = async (task: () => Promise<void>) => {
    if (state.peek() !== "idle") return;
    state.value = "reading";
    error.value = undefined;
    try {
      await task();
    } catch (reason) {
      error.value = reason instanceof Error ? reason : new Error(String(reason));
    }
    state.value = "idle";
  };
  const send = async (run: RunFile, token?: string) => {
    state.value = "sending";
    try {
      await sendRunFile(basePath, run, token);
    } catch (reason) {
      const isAsked = token === undefined && reason instanceof TokenError;
      if (!isAsked) throw reason;
      asking.value = run;
      return;
    }
    asking.value = undefined;
    route(run.path);
  };
  const open = (file: Blob) =>
    attempt(async () => {
      asking.value = undefined;
      const run = await readRunFile(file);
      // The settings may not be known: then the server says that it needs the token.
      if (needsToken) asking.value = run;
      else await send(run);
    });
  useEffect(() => {
    const listen = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      isOver.value = event.type === "dragover" || (event.type === "dragleave" && event.relatedTarget !== null);
      const [file] = event.type === "drop" ? event.dataTransfer.files : [];
      if (file) void open(file);
    };
    const types = ["dragover", "dragleave", "drop"] as const;
    for (const type of types) document.addEventListener(type, listen);
    return () => {
      for (const type of types) document.removeEventListener(type, listen);
    };
  }, [needsToken]);
  const run = asking.value;
  const refusal = run && error.value instanceof TokenError ? error.value.message : undefined;

  return (
    <div class="open-run-file">
      <label class="button quiet">
        <Icon name="plus" />
        Open a run from a file
        <input
          ref={chooser}
          type="file"
          class="visually-hidden"
          accept=".json,application/json"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) void open(file);
            currentTarget.value = ""; // the same file may be chosen again
          }}
        />
      </label>
      {run && (
        <RunFileToken
          error={refusal}
          isSending={state.value === "sending"}
          onToken={(token) => void attempt(() => send(run, token))}
          onCancel={() => {
            asking.value = undefined;
            error.value = undefined;
            chooser.current?.focus();
          }}
        />
      )}
      <output class="muted">{state.value === "sending" && "Sending the file…"}</output>
      {error.value && refusal === undefined && (
        <p class="error-text" role="alert">
          {error.value.message}
        </p>
      )}
      {isOver.value && state.value === "idle" && <p class="drop-place">Drop the file of a run to open it</p>}
    </div>
  );
}
