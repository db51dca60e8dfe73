import { safely } from "../safely.ts";
import type { ElizaRuntime } from "./internal-types.ts";
import { readString } from "./read.ts";

/** Which model of which provider is called. */
export interface ModelSlot {
  modelType: string;
  provider: string | undefined;
}

type SettingsHolder = Pick<ElizaRuntime, "getSetting">;

/**
 * The name of the model behind a slot such as TEXT_LARGE. elizaOS does not tell; the provider plugins take it from the call's
 * own parameters, or from settings that follow one pattern: `OPENAI_LARGE_MODEL`, then `LARGE_MODEL`.
 *
 * @returns `undefined` when the provider falls back to a default of its own
 */
export function findModelName(runtime: SettingsHolder, slot: ModelSlot, params: unknown): string | undefined {
  return safely(
    "finding a model's name",
    () => readString(params, "model") ?? findInSettings(runtime, slot),
    undefined,
  );
}

function findInSettings(runtime: SettingsHolder, { modelType, provider }: ModelSlot): string | undefined {
  const size = modelType.replace(/^(?:TEXT|OBJECT)_/, "");
  const prefix = provider?.replaceAll("-", "_").toUpperCase();
  for (const key of prefix === undefined ? [`${size}_MODEL`] : [`${prefix}_${size}_MODEL`, `${size}_MODEL`]) {
    const name = runtime.getSetting(key);
    if (typeof name === "string" && name !== "") return name;
  }
  return undefined;
}
