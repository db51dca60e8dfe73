import { cleanText } from "../clean-text.ts";
import type { SpanGuard } from "./span-guard.ts";

export type JsonObject = { readonly [key: string]: unknown };

const HEX = /^[0-9a-f]+$/i;
const UNSIGNED = /^\d{1,20}$/;
const MAX_UINT64 = 2 ** 64;

/**
 * Reads the fields of parsed JSON, of which nothing is known. A field that is missing or `null` has protobuf's default;
 * one of the wrong type has it too and rejects the span of the guard, with a reason that names the field.
 */
export class JsonFields {
  readonly guard: SpanGuard;
  /** Lists that were read with anything in them. */
  lists = 0;
  /** Statuses of spans that were read with anything in them. */
  statuses = 0;
  /** Whether a status has a message without a code, or says that a span failed and not why: the rest may have been in another. */
  hasHalfStatus = false;
  readonly #mustClean: boolean;

  /** `mustClean` says whether texts may hold characters that cannot be stored, which is known from the body at once. */
  constructor(guard: SpanGuard, mustClean: boolean) {
    this.guard = guard;
    this.#mustClean = mustClean;
  }

  text(value: unknown, field: string): string {
    if (typeof value === "string") return this.#mustClean ? cleanText(value) : value;
    return this.#missing(value, `${field} must be a string.`, "");
  }

  object(value: unknown, field: string): JsonObject | undefined {
    return isJsonObject(value) ? value : this.#missing(value, `${field} must be an object.`, undefined);
  }

  /** An object in a list, where `null` has no default to stand for. */
  item(value: unknown, field: string): JsonObject | undefined {
    if (isJsonObject(value)) return value;
    this.guard.reject(`${field} must be an object.`);
    return undefined;
  }

  list(value: unknown, field: string): readonly unknown[] {
    if (!Array.isArray(value)) return this.#missing(value, `${field} must be an array.`, []);
    if (value.length > 0) this.lists += 1;
    return value;
  }

  /** An unsigned integer of up to 64 bits, as a number or as a decimal string; rounded to the nearest double. */
  unsigned(value: unknown, field: string): number {
    const number = typeof value === "string" && UNSIGNED.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= MAX_UINT64) return number;
    return this.#missing(value, `${field} must be an unsigned integer.`, 0);
  }

  /** An enum's number, given as it is or by its name: `names` holds each at the place of its number. */
  enumNumber(value: unknown, field: string, names: readonly string[]): number {
    const number = typeof value === "string" && names.includes(value) ? names.indexOf(value) : value;
    if (typeof number === "number" && Number.isInteger(number)) return number;
    return this.#missing(value, `${field} must be the number or the name of the enum.`, 0);
  }

  /** An id of `byteCount` bytes in lower-case hex, `""` when it is missing, `undefined` when it is something else. */
  hex(value: unknown, byteCount: number): string | undefined {
    if (value === undefined || value === null || value === "") return "";
    const isId = typeof value === "string" && value.length === byteCount * 2 && HEX.test(value);
    return isId ? value.toLowerCase() : undefined;
  }

  #missing<T>(value: unknown, reason: string, missing: T): T {
    if (value !== undefined && value !== null) this.guard.reject(reason);
    return missing;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
