/** On a tracer provider that `startTelemetry` has made, of any copy of this package. */
const OWN = Symbol.for("runline.tracer-provider");

export function markOwnProvider(provider: object): void {
  Reflect.defineProperty(provider, OWN, { value: true });
}

export function isOwnProvider(provider: object): boolean {
  return OWN in provider;
}
