import { bootstrapPlugin } from "../../examples/elizaos-agent/node_modules/@elizaos/plugin-bootstrap/dist/index.js";

const ACTIONS = ["REPLY", "IGNORE", "NONE"];
/** They read all rooms of the agent, and all who are in them, again with each run: many rooms or runs take three times as long. */
const SLOW_PROVIDERS = ["CHOICE", "RELATIONSHIPS", "ROLES", "SETTINGS", "WORLD"];

/** elizaOS's bootstrap plugin without what asks the database much, for tests in which that has no part. */
export const leanBootstrap = {
  ...bootstrapPlugin,
  actions: bootstrapPlugin.actions.filter(({ name }) => ACTIONS.includes(name)),
  providers: bootstrapPlugin.providers.filter(({ name }) => !SLOW_PROVIDERS.includes(name)),
};
