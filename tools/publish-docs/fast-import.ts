/** A piece of the stream that `git fast-import` reads. */
export type Piece = Buffer | string;

/** A content that is at hand. */
export function* data(content: Buffer): Generator<Piece> {
  yield `data ${content.length}\n`;
  yield content;
  yield '\n';
}

/** The head of a commit whose files follow; it is never published, only its trees are. */
export function commitHead(ref: string): string {
  return `commit ${ref}\ncommitter import <import> 0 +0000\ndata 0\n`;
}

/** A path as fast-import reads it whatever its characters. */
export function quote(path: string): string {
  return `"${path.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`)}"`;
}
