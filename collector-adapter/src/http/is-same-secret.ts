import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Whether two secrets are the same text. Their hashes are compared, which have one length, so that the time tells nothing about either.
 *
 * @example isSameSecret("sesame", "sesame") // true
 */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hash(given), hash(expected));
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
