/**
 * What we use of elizaOS 1.7, as structural types: the plugin works with the runtime it is given and imports nothing of
 * elizaOS. Values that elizaOS hands us stay `unknown` until they are read.
 */
export interface ElizaRuntime {
  readonly agentId: string;
  readonly character: { readonly name?: unknown };
  readonly actions: Observable[];
  readonly evaluators: Observable[];
  readonly models: Map<string, Observable[]>;
  messageService: unknown;
  readonly initPromise?: unknown;
  createRunId: () => string;
  startRun: (roomId?: string) => string;
  getCurrentRunId: () => string;
  getModel: (modelType: string) => unknown;
  processActions: (...args: unknown[]) => Promise<unknown>;
  evaluate: (...args: unknown[]) => Promise<unknown>;
  createMemory: (...args: unknown[]) => Promise<unknown>;
  registerEvent: (event: string, handler: (payload: unknown) => Promise<void>) => void;
  getService: (name: string) => unknown;
  getSetting: (key: string) => unknown;
  stop: () => Promise<void>;
}

/** An action, evaluator or model of elizaOS: what is called is its `handler`. */
type Observable = object;

const METHODS = [
  "createRunId",
  "startRun",
  "getCurrentRunId",
  "getModel",
  "processActions",
  "evaluate",
  "createMemory",
  "registerEvent",
  "getService",
  "getSetting",
  "stop",
];

/** Whether the runtime has everything the plugin hooks into. */
export function isElizaRuntime(runtime: object): runtime is ElizaRuntime {
  const read = (name: string): unknown => Reflect.get(runtime, name);
  return (
    typeof read("agentId") === "string" &&
    typeof read("character") === "object" &&
    Array.isArray(read("actions")) &&
    Array.isArray(read("evaluators")) &&
    read("models") instanceof Map &&
    METHODS.every((name) => typeof read(name) === "function")
  );
}
