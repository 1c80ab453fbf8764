import { modelErrors } from '@ringside/model';
import { errors, type OpsError } from '@ringside/core';
import { nodeControlErrors } from '@ringside/node-control';
import { type JolokiaAnswer, malformed } from './protocol.ts';
import { denied, unavailable } from './refusals.ts';
import { ShapeError } from './parse/shape-error.ts';
import { member } from './values.ts';

/** The answers to one bulk POST, read by position. */
export interface Answers {
  /** The value at a position. Throws an `OpsError` that says what the node refused. */
  value(index: number): unknown;
  /** The value at a position, or undefined if that request failed, for what a node cannot tell in every state. */
  optional(index: number): unknown;
  /** Nothing. Throws an `OpsError` if the agent's policy forbade the request at a position, for what is otherwise optional. */
  unlessDenied(index: number): undefined;
  /** Whether there is no MBean of that name. */
  isAbsent(index: number): boolean;
  /** One attribute of a read of several. */
  attribute(index: number, name: string): unknown;
}

/**
 * Wraps the answers to one bulk POST.
 *
 * @param doing what was asked for, to complete "127.0.0.1:8778 refused to …"
 */
export function readAnswers(node: string, doing: string, answers: readonly JolokiaAnswer[]): Answers {
  const value = (index: number): unknown => {
    const answer = answers[index];
    if (answer === undefined) throw malformed(node, 'it is too short');
    if (answer.ok) return answer.value;
    throw refusal(node, doing, answer);
  };
  return {
    value,
    optional: (index) => {
      const answer = answers[index];
      return answer?.ok === true ? answer.value : undefined;
    },
    unlessDenied: (index) => {
      const answer = answers[index];
      if (answer?.ok === false && answer.status === 403) throw denied(node, answer.message);
    },
    isAbsent: (index) => {
      const answer = answers[index];
      return answer?.ok === false && answer.errorType.endsWith('InstanceNotFoundException');
    },
    attribute: (index, name) => member(value(index), name),
  };
}

/** What the system and Cassandra itself say of a disk without space (`FSDiskFullWriteError`, `Directories.getWriteableLocation`). */
const FULL_DISK = /No space left on device|Disk quota exceeded|FSDiskFullWriteError|[Ii]nsufficient disk space|[Nn]ot enough space/;

/** The error for one failed request: what Cassandra threw, or why the agent did not pass it on. */
export function refusal(node: string, doing: string, answer: Extract<JolokiaAnswer, { ok: false }>): OpsError {
  const { status, errorType } = answer;
  if (status === 403) return denied(node, answer.message);
  if (errorType.endsWith('InstanceNotFoundException')) return unavailable(node, `cannot ${doing} yet: Cassandra is still starting`);
  const message = wordsOf(answer.message);
  const missing = /^(?:The k|K)eyspace (\S+?),? does not exist$/.exec(message)?.[1];
  if (missing !== undefined) return keyspaceNotFound(missing);
  const table = /^Unknown keyspace\/cf pair \((.+)\)$/.exec(message)?.[1];
  if (table !== undefined) return errors.NOT_FOUND({ message: `Table ${table} does not exist` });
  if (/^Snapshot .* already exists\.$/.test(message)) return modelErrors.SNAPSHOT_EXISTS({ message: message.slice(0, -1) });
  if (FULL_DISK.test(`${errorType} ${answer.message}`)) {
    return errors.DISK_FULL({
      message: `${node} could not ${doing}: its disk is full`,
      remedy: 'Free some space on the node’s disk, then try again.',
      details: { errorType, reason: message },
    });
  }
  const reason = message === '' ? errorType : message;
  return nodeControlErrors.NODE_REFUSED({ message: `${node} refused to ${doing}: ${reason}`, details: { errorType } });
}

/**
 * What Cassandra said, without what stands around it: the class of the exception, which the agent for Java 11 puts before its message, and the task
 * of a snapshot that Cassandra 6.0 was running.
 */
function wordsOf(message: string): string {
  const bare = message.replace(/^(?:[\w$]+\.)+[\w$]+ ?: /, '');
  return /^Exception occured while executing \w+\{.*\}: (.*)$/s.exec(bare)?.[1] ?? bare;
}

/** The error for a keyspace that does not exist. */
export function keyspaceNotFound(keyspace: string): OpsError {
  return errors.NOT_FOUND({ message: `Keyspace ${keyspace} does not exist`, remedy: 'Check the name of the keyspace.' });
}

/** Runs a decoder, turning an answer of another shape into an `OpsError`. */
export function decode<T>(node: string, answers: Answers, decoder: (answers: Answers) => T): T {
  try {
    return decoder(answers);
  } catch (error) {
    if (error instanceof ShapeError) throw malformed(node, error.message, error);
    throw error;
  }
}
