// An agent on OpenTelemetry's own SDK, set up by the environment alone: traces, metrics and logs, with its exporters of gRPC. What the SDK
// has to complain of goes to stdout.
import { diag, DiagLogLevel, metrics, trace } from "@opentelemetry/api";
import { NodeSDK } from "@opentelemetry/sdk-node";

const sdk = new NodeSDK();
sdk.start();
const say = (...words) => process.stdout.write(`${words.join(" ")}\n`);
diag.setLogger({ error: say, warn: say, info: say, debug: say, verbose: say }, DiagLogLevel.WARN);

const tracer = trace.getTracer("grpc-agent");
metrics.getMeter("grpc-agent").createCounter("calls").add(1);
tracer.startActiveSpan("invoke_agent Clerk", { attributes: { "gen_ai.operation.name": "invoke_agent" } }, (run) => {
  tracer.startSpan("chat", { attributes: { "gen_ai.operation.name": "chat" } }).end();
  run.end();
});
await sdk.shutdown().catch((error) => say(error.message));
