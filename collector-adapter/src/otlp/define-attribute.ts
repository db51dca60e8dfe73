import type { Attributes, AttributeValue } from "./otlp-span.ts";

/** Sets an own property, also when the sender called it `__proto__`, which a plain assignment would take as the prototype. */
export function defineAttribute(attributes: Attributes, key: string, value: AttributeValue): void {
  if (key !== "__proto__") attributes[key] = value;
  else Object.defineProperty(attributes, key, { value, writable: true, enumerable: true, configurable: true });
}
