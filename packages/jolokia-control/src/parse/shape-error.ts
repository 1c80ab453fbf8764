/** Thrown for a value that has not the form it must have; the caller, who knows the node, makes an `OpsError` of it. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}
