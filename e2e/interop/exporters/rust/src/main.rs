// RUNS runs with the exporter that OTEL_EXPORTER_OTLP_PROTOCOL names, HTTP without it; everything else by its defaults. What the
// SDK has to say goes to stderr.
use opentelemetry::trace::{Span, TraceContextExt, Tracer, TracerProvider};
use opentelemetry::{Context, KeyValue};
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::trace::SdkTracerProvider;
use std::{env, error::Error, thread, time::Duration};

fn new_exporter() -> Result<SpanExporter, Box<dyn Error>> {
    let exporter = match env::var("OTEL_EXPORTER_OTLP_PROTOCOL").as_deref() {
        Ok("grpc") => SpanExporter::builder().with_tonic().build(),
        _ => SpanExporter::builder().with_http().build(),
    };
    Ok(exporter?)
}

fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::WARN)
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Runtime::new()?; // gRPC needs one
    let provider = {
        let _inside = runtime.enter();
        SdkTracerProvider::builder().with_batch_exporter(new_exporter()?).build()
    };
    let tracer = provider.tracer("interop");
    for _ in 0..env::var("RUNS")?.parse::<u32>()? {
        let mut run = tracer.start("invoke_agent Interop");
        run.set_attribute(KeyValue::new("gen_ai.operation.name", "invoke_agent"));
        let inside = Context::current_with_span(run);
        let mut call = tracer.start_with_context("chat", &inside);
        call.set_attribute(KeyValue::new("gen_ai.operation.name", "chat"));
        thread::sleep(Duration::from_millis(50));
        call.end();
        inside.span().end();
    }
    provider.shutdown()?;
    Ok(())
}
