import type { LevelFacts } from './levels';
import type { QuorumModel, QuorumState } from './picture';

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

/** The result in words. */
export function tell(state: QuorumState, { write, read, readsSeeWrites }: QuorumModel): string {
  const total = state.rf.reduce((sum, factor) => sum + factor, 0);
  return [
    sentence('write', state.write, write, total),
    sentence('read', state.read, read, total),
    readsSeeWrites
      ? `Reads see writes: every read asks at least one replica that has the write.`
      : `A read may miss a write: it can be answered by replicas that do not have it yet.`,
  ].join(' ');
}

function sentence(what: 'write' | 'read', level: string, { waitsFor, mayBeDown }: LevelFacts, total: number): string {
  if (mayBeDown < 0) return `A ${what} at ${level} can never succeed: it waits for ${waitsFor} of ${count(total, 'replica')}.`;
  const down = mayBeDown === 0 ? 'none may be down' : `${mayBeDown} may be down`;
  return `A ${what} at ${level} waits for ${waitsFor} of ${count(total, 'replica')}; ${down}.`;
}
