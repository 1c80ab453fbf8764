import type { Answers } from './answers.ts';
import type { JolokiaRequest } from './protocol.ts';

/** One bulk POST and what its answers mean. A value: it can be tested without an agent. */
export interface Query<T> {
  /** What it does, to complete "127.0.0.1:8778 refused to …". */
  readonly doing: string;
  /** The requests of the POST. */
  readonly requests: readonly JolokiaRequest[];
  /** Reads the answers; throws `ShapeError` for a wrong shape. */
  readonly decode: (answers: Answers) => T;
}
