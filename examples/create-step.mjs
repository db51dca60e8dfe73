import { SpanStatusCode } from "@opentelemetry/api";

/**
 * Makes the function that the agents of these examples do their work with: inside a span, which ends with the work, as an error when
 * the work fails.
 *
 * @param {import("@opentelemetry/api").Tracer} tracer
 */
export function createStep(tracer) {
  return (name, attributes, doIt, options = {}) =>
    tracer.startActiveSpan(name, { ...options, attributes }, async (span) => {
      try {
        return await doIt(span);
      } catch (error) {
        span.recordException(error);
        span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
        throw error;
      } finally {
        span.end();
      }
    });
}
