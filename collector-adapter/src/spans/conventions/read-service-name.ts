import type { OtlpSpan } from "../../otlp/otlp-span.ts";

/** The name of the program, for a family that gives its agents none; SDKs put another word there when nobody named it. */
export function readServiceName({ resource }: OtlpSpan): string | undefined {
  const name = resource["service.name"];
  return typeof name === "string" && !name.startsWith("unknown_service") ? name : undefined;
}
