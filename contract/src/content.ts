/** Largest content attribute, in characters of JSON. What is longer is cut inside, so it stays valid JSON. */
export const MAX_CONTENT_CHARS = 16_384;
