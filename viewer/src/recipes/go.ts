import { toWhere, type Recipe } from "./recipe.ts";

export const GO_RECIPES: readonly Recipe[] = [
  {
    id: "go",
    language: "Go",
    framework: "Any, or none",
    steps: [
      {
        does: "Install",
        lines: `go get go.opentelemetry.io/otel/sdk@v1.47.0 \\
  go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp@v1.47.0`,
      },
      toWhere("librarian"),
      {
        does: "Send spans, at the start of main",
        file: "main.go",
        lines: `exporter, err := otlptracehttp.New(ctx)
if err != nil {
	log.Fatal(err)
}
provider := trace.NewTracerProvider(trace.WithBatcher(exporter))
defer provider.Shutdown(ctx)
tracer := provider.Tracer("librarian")`,
      },
      {
        does: "Put one span around each question, and one around each call of a model or a tool",
        file: "main.go",
        lines: `ctx, run := tracer.Start(ctx, "invoke_agent", spans.WithAttributes(
	attribute.String("gen_ai.operation.name", "invoke_agent"),
	attribute.String("gen_ai.agent.name", "librarian")))
_, call := tracer.Start(ctx, "chat", spans.WithAttributes(
	attribute.String("gen_ai.operation.name", "chat"),
	attribute.String("gen_ai.request.model", "gpt-4o-mini")))
callModel()
call.End()
run.End()`,
      },
      { does: "Start it", lines: "go run ." },
    ],
    content: "Nothing of prompts and answers is sent.",
    runWith: "Go 1.26",
  },
];
