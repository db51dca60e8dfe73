import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { useApp } from "../models/app-context.ts";
import { readRunFile, sendRunFile, type RunFile } from "../models/open-run-file.ts";
import { useSettings } from "../models/settings-queries.ts";
import { Icon } from "./icon.tsx";
import { RunFileToken } from "./run-file-token.tsx";
import "./open-run-file.css";

/** Opens the file of a run that somebody has downloaded: chosen here, or dropped anywhere on the page. */
export function OpenRunFile() {
  const { basePath } = useApp();
  const { route } = useLocation();
  const state = useSignal<"idle" | "over" | "sending">("idle");
  const error = useSignal("");

  const asking = useSignal<RunFile | undefined>(undefined);
  const needsToken = useSettings().data?.needsToken ?? false;

  const attempt = async (task: () => Promise<void>) => {
    state.value = "sending";
    error.value = "";
    try {
      await task();
    } catch (reason) {
      error.value = reason instanceof Error ? reason.message : String(reason);
    }
    state.value = "idle";
  };
  const send = async (run: RunFile, token?: string) => {
    await sendRunFile(basePath, run, token);
    asking.value = undefined;
    route(run.path);
  };
  const open = async (file: Blob | undefined) => {
    state.value = "idle";
    asking.value = undefined;
    if (!file) return;
    await attempt(async () => {
      const run = await readRunFile(file);
      if (needsToken) asking.value = run;
      else await send(run);
    });
  };
  useEffect(() => {
    const listen = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      if (event.type === "drop") void open(event.dataTransfer.files[0]);
      else state.value = event.type === "dragleave" && event.relatedTarget === null ? "idle" : "over";
    };
    const types = ["dragover", "dragleave", "drop"] as const;
    for (const type of types) document.addEventListener(type, listen);
    return () => {
      for (const type of types) document.removeEventListener(type, listen);
    };
  }, [needsToken]);
  const run = asking.value;

  return (
    <div class="open-run-file">
      <label class="button quiet">
        <Icon name="plus" />
        Open a run from a file
        <input
          type="file"
          class="visually-hidden"
          accept=".json,application/json"
          onChange={({ currentTarget }) => {
            void open(currentTarget.files?.[0]);
            currentTarget.value = ""; // the same file may be chosen again
          }}
        />
      </label>
      {run && (
        <RunFileToken
          onToken={(token) => void attempt(() => send(run, token))}
          onCancel={() => {
            asking.value = undefined;
            error.value = "";
          }}
        />
      )}
      <output class="muted">{state.value === "sending" && "Sending the file…"}</output>
      {error.value !== "" && (
        <p class="error-text" role="alert">
          {error.value}
        </p>
      )}
      {state.value === "over" && <p class="drop-place">Drop the file of a run to open it</p>}
    </div>
  );
}
