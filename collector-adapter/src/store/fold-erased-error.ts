/**
 * Thrown when a fold that this process remembers has been erased by another one, or its day dropped, and what came was added to a
 * row that knows nothing of it. The same transaction succeeds when tried again: what was remembered is forgotten.
 */
export class FoldErasedError extends Error {
  override readonly name = "FoldErasedError";
  readonly code = "FOLD_ERASED";

  readonly foldKey: string;

  constructor(foldKey: string) {
    super(`The fold ${foldKey} has been erased while spans of it came.`);
    this.foldKey = foldKey;
  }
}
