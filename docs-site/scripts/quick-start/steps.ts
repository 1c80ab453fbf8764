import type { Vary } from '../../plugins/fences/vary.ts';

/** One thing that Quick start shows. */
export interface Step {
  readonly id: string;
  /** What a reader types. */
  readonly command: string;
  /** The command is repeated until its output matches: nodes need a while to notice what happened to another. */
  readonly until?: RegExp;
}

/** What is shown once the ring is up, in order. The ring itself is started before the first and stopped after the last. */
export const steps: readonly Step[] = [
  { id: 'status', command: 'npx ringside status', until: /(?:^UN +\S+ +\d.*\n(?:.*\n)*){3}/m },
  { id: 'token', command: 'npx ringside token --type text alice' },
  { id: 'kill', command: 'npx ringside cluster kill node3' },
  { id: 'status-after-kill', command: 'npx ringside status', until: /^DN /m },
  { id: 'start-again', command: 'npx ringside cluster start node3' },
  { id: 'http', command: 'curl -s http://127.0.0.1:9043/api/v1/cassandra/settings' },
];

/** What differs between two good runs. */
export const VARIES_BY_RUN: readonly Vary[] = ['moment', 'id', 'duration', 'size', 'java', 'build', 'phi'];
