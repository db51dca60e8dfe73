import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;

/** RUNS runs with the SDK as its autoconfiguration sets it up: traces, metrics and logs, all by its defaults. */
public class Agent {
  private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");

  public static void main(String[] args) throws Exception {
    OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.initialize().getOpenTelemetrySdk();
    Tracer tracer = sdk.getTracer("interop");
    var calls = sdk.getMeter("interop").counterBuilder("calls").build();
    var logger = sdk.getLogsBridge().get("interop");
    int runs = Integer.parseInt(System.getenv("RUNS"));
    for (int i = 0; i < runs; i++) {
      Span run = tracer.spanBuilder("invoke_agent Interop").setAttribute(OPERATION, "invoke_agent").startSpan();
      try (Scope inside = run.makeCurrent()) {
        Span call = tracer.spanBuilder("chat").setAttribute(OPERATION, "chat").startSpan();
        logger.logRecordBuilder().setBody("run " + i).emit();
        calls.add(1);
        Thread.sleep(50);
        call.end();
      }
      run.end();
    }
    // The autoconfiguration closes the SDK when the process ends.
  }
}
