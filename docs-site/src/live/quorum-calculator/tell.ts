import type { ConsistencyLevel } from '@ringside/model';
import type { QuorumState } from './state';
import type { LevelFacts, Quorums } from './quorums';

const isSerial = (level: ConsistencyLevel): boolean => level === 'SERIAL' || level === 'LOCAL_SERIAL';

/** The result in words. */
export function tell(state: QuorumState, { write, read, overlap }: Quorums): string {
  const total = state.rf.reduce((sum, factor) => sum + factor, 0);
  const sides = [sentence('write', state.write, write, total), sentence('read', state.read, read, total)];
  return write.mayBeDown < 0 || read.mayBeDown < 0 ? sides.join(' ') : [...sides, verdict(state, { write, read, overlap })].join(' ');
}

function sentence(what: 'write' | 'read', level: ConsistencyLevel, { waitsFor, mayBeDown }: LevelFacts, total: number): string {
  const of = `of ${total} ${total === 1 ? 'replica' : 'replicas'}`;
  if (mayBeDown < 0) return `A ${what} at ${level} never succeeds: it waits for ${waitsFor} ${of}.`;
  if (level === 'ANY') return 'A write at ANY waits for no replica: a hint kept by the coordinator is enough, so all may be down.';
  const down = mayBeDown === 0 ? 'none may be down' : `any ${mayBeDown} may be down`;
  const kind = isSerial(level) && what === 'write' ? `A conditional write (IF …) at ${level}` : `A ${what} at ${level}`;
  return `${kind} waits for ${waitsFor} ${of}; ${down}.`;
}

function verdict(state: QuorumState, { write, read, overlap }: Pick<Quorums, 'write' | 'read' | 'overlap'>): string {
  if (isSerial(state.write) && !isSerial(state.read)) {
    return 'An ordinary read need not see a conditional write: its Paxos round is committed at the statement’s own consistency level, and only a serial read finishes a round that it finds open.';
  }
  const sum = state.rf.length > 1 ? '' : `${read.waitsFor} + ${write.waitsFor} is ${overlap ? '' : 'not '}more than ${state.rf[0]}, so `;
  return overlap
    ? `Reads see writes: ${sum}every read asks at least one replica that has the write.`
    : `A read may miss a write: ${sum}the replicas that answer it can all be without the write.`;
}
