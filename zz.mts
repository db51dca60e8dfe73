// profile agent-process with 64 runs in one room
import { startProcess } from "./test-support/start-process.ts";
import { cleanEnvironment } from "./test-support/start-adapter.ts";
const child = startProcess(process.execPath, ["--cpu-prof","--cpu-prof-dir=/tmp/w/prof2","--import","tsx","--conditions=source","e2e/elizaos/agent-process.mjs"], {cwd: process.cwd(), env: {...cleanEnvironment(), LOG_LEVEL:"fatal", AGENT_DATA_DIR:"/tmp/w/qdb3", OTEL_EXPORTER_OTLP_ENDPOINT:"http://127.0.0.1:9"}});
let id=0; const wait=async(i:number)=>{ await child.waitForLine(new RegExp(`^@ (\\{"id":${i},.*)$`,"m"),120000)}; const send=(c:string,a:object={})=>{const i=++id; child.writeLine(JSON.stringify({id:i,command:c,...a})); return wait(i)};
await wait(0);
const PLANS = ["REPLY,WAIT_AT_GATE", "WAIT_AT_GATE,PLAN_DAY", "WAIT_AT_GATE,ASK_QUIET_MODEL"];
for (const place of ["own","one"]) { const t=Date.now(); const said:Promise<unknown>[]=[]; const size=64;
 for (let i=0;i<size;i++){ const line={says:`Number ${i} of ${size} in ${place}, please.`,plan:PLANS[i%3],answer:`Welcome, number ${i}.`}; said.push(send("say",{room:place==="one"?"room":line.says,guest:`Guest of ${place==="one"?"room":line.says}`,line})); if(place==="one") await send("waitAtGate",{count:said.length,gate:"action"}); }
 await send("waitAtGate",{count:size,gate:"action"}); console.log(place,"arrived",Date.now()-t); await send("openGate",{gate:"action"}); await Promise.all(said); console.log(place,"done",Date.now()-t); }
await send("truth"); child.writeLine(JSON.stringify({command:"stop"})); await child.waitForExit();
