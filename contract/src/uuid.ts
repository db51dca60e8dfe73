const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The UUID in lower case, which is how ids are keys in every part; `undefined` when the text is not a UUID. Version and
 * variant are not looked at: a trace id with dashes is an id, too.
 *
 * @example readUuid("0A4F3C1E-7B1D-4A4E-9F0E-3D1C5B2A7F10") // "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10"
 */
export function readUuid(text: string | undefined): string | undefined {
  return text !== undefined && UUID.test(text) ? text.toLowerCase() : undefined;
}
