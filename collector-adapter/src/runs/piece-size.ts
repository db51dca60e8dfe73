/** A piece is to take so long: whoever else asks the database waits for it. */
const PIECE_MS = 50;
const FIRST_BYTES = 64 * 1024;
const MIN_BYTES = 1024;
const MAX_BYTES = 1024 * 1024;

/** How many bytes of stored rows are read at once, by how long the pieces before took: what rows unpack to is not known before. */
export interface PieceSize {
  bytes(): number;
  /** Makes the next piece smaller or greater, twice as great at most. */
  fit(tookMs: number): void;
}

export function createPieceSize(): PieceSize {
  let bytes = FIRST_BYTES;
  return {
    bytes: () => bytes,
    fit(tookMs) {
      bytes = Math.min(MAX_BYTES, Math.max(MIN_BYTES, bytes * Math.min(2, PIECE_MS / tookMs)));
    },
  };
}
