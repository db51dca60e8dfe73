import { read } from "./read.ts";

/**
 * What we use of elizaOS 1.7 and 2.0, as structural types: the plugin works with the runtime it is given and imports nothing of
 * elizaOS. Values that elizaOS hands us stay `unknown` until they are read.
 */
export interface ElizaRuntime {
  readonly agentId: string;
  readonly character: { readonly name?: unknown };
  readonly actions: Observable[];
  readonly evaluators: Observable[];
  readonly providers: Observable[];
  readonly models: Map<string, Observable[]>;
  messageService: unknown;
  readonly initPromise?: unknown;
  createRunId: () => string;
  startRun: (roomId?: string) => string;
  getCurrentRunId: () => string;
  useModel: (...args: unknown[]) => Promise<unknown>;
  getModel: (modelType: string) => unknown;
  processActions: (...args: unknown[]) => Promise<unknown>;
  evaluate: (...args: unknown[]) => Promise<unknown>;
  composeState: (...args: unknown[]) => Promise<unknown>;
  createMemory: (...args: unknown[]) => Promise<unknown>;
  registerEvent: (event: string, handler: (payload: unknown) => Promise<void>) => void;
  getService: (name: string) => unknown;
  getSetting: (key: string) => unknown;
  stop: () => Promise<void>;
}

/** An action, evaluator or model of elizaOS, whose `handler` is called, or a provider, whose `get` is. */
type Observable = object;

const LISTS = ["actions", "evaluators", "providers"];
const METHODS = [
  "createRunId",
  "startRun",
  "getCurrentRunId",
  "useModel",
  "getModel",
  "processActions",
  "evaluate",
  "composeState",
  "createMemory",
  "registerEvent",
  "getService",
  "getSetting",
  "stop",
];

/** Whether the value is a runtime with everything the plugin hooks into. */
export function isElizaRuntime(value: unknown): value is ElizaRuntime {
  return listMissing(value).length === 0;
}

/** Lists what the plugin hooks into and the runtime lacks. */
export function listMissing(runtime: unknown): string[] {
  return [
    ...["agentId"].filter((name) => typeof read(runtime, name) !== "string"),
    ...["character"].filter((name) => typeof read(runtime, name) !== "object"),
    ...LISTS.filter((name) => !Array.isArray(read(runtime, name))),
    ...["models"].filter((name) => !(read(runtime, name) instanceof Map)),
    ...METHODS.filter((name) => typeof read(runtime, name) !== "function"),
  ];
}
