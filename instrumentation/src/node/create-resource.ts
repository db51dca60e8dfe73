import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "../opentelemetry-sdk.ts";
import type { Resource } from "../opentelemetry-sdk.ts";
import { ATTR_SERVICE_NAME } from "@runline/contract";
import { randomUUID } from "node:crypto";
import type { TelemetryOptions } from "./telemetry-options.ts";

/** Describes this process: the option first, then `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`, then the agent's name. */
export function createResource({ serviceName, agent }: TelemetryOptions): Resource {
  const fallback = resourceFromAttributes({
    "service.instance.id": randomUUID(),
    ...(agent?.agentName !== undefined && { [ATTR_SERVICE_NAME]: agent.agentName }),
  });
  const chosen = resourceFromAttributes(serviceName === undefined ? {} : { [ATTR_SERVICE_NAME]: serviceName });
  return defaultResource()
    .merge(fallback)
    .merge(detectResources({ detectors: [envDetector] }))
    .merge(chosen);
}
