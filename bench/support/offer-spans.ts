// Sends spans at the rate of its arguments until a line comes on stdin, then says what was taken, and how long each request was. A process of its own, so that who
// measures does not wait for it.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { startSpans } from "./start-spans.ts";

const [url = "", rate = ""] = process.argv.slice(2);
const sending = startSpans(url, Number(rate));
await once(createInterface({ input: process.stdin }), "line");
const { spansPerSecond, answers } = await sending.stop();
const times = answers.map((ms) => ms.toFixed(1)).join(", ");
process.stdout.write(
  `sent ${Math.round(spansPerSecond).toLocaleString("en")} spans a second; answered in ${times} ms\n`,
);
process.exit();
