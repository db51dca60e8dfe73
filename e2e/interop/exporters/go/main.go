// RUNS runs with the exporter that OTEL_EXPORTER_OTLP_PROTOCOL names, gRPC without it; everything else by its defaults.
package main

import (
	"context"
	"log"
	"os"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/trace"
)

func newExporter(ctx context.Context) (trace.SpanExporter, error) {
	if os.Getenv("OTEL_EXPORTER_OTLP_PROTOCOL") == "http/protobuf" {
		return otlptracehttp.New(ctx)
	}
	return otlptracegrpc.New(ctx)
}

func main() {
	ctx := context.Background()
	exporter, err := newExporter(ctx)
	if err != nil {
		log.Fatal(err)
	}
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter))
	tracer := provider.Tracer("interop")
	runs, err := strconv.Atoi(os.Getenv("RUNS"))
	if err != nil {
		log.Fatal(err)
	}
	for range runs {
		inside, run := tracer.Start(ctx, "invoke_agent Interop")
		run.SetAttributes(attribute.String("gen_ai.operation.name", "invoke_agent"))
		_, call := tracer.Start(inside, "chat")
		call.SetAttributes(attribute.String("gen_ai.operation.name", "chat"))
		time.Sleep(50 * time.Millisecond)
		call.End()
		run.End()
	}
	if err := provider.Shutdown(ctx); err != nil {
		log.Fatal(err)
	}
}
