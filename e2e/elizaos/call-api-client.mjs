// Calls Runline with elizaOS's published API client, unchanged, and prints what it returns.
// node call-api-client.mjs URL AGENT_ID RUN_ID
import { ElizaClient } from "../../examples/elizaos-agent/node_modules/@elizaos/api-client/dist/index.js";

const [baseUrl, agentId, runId] = process.argv.slice(2);
const client = ElizaClient.create({ baseUrl });
const list = await client.runs.listRuns(agentId, { limit: 5, status: "error" });
const run = await client.runs.getRun(agentId, runId);
process.stdout.write(JSON.stringify({ list, run }));
