import { OpsError } from '@ringside/core';
import { type JolokiaAnswer, malformed } from './protocol.ts';
import { denied, unavailable } from './transport.ts';
import { member, ShapeError } from './values.ts';

/** The answers to one bulk POST, read by position. */
export interface Answers {
  /** The value at a position. Throws an `OpsError` that says what the node refused. */
  value(index: number): unknown;
  /** The value at a position, or undefined if that request failed, for what a node cannot tell in every state. */
  optional(index: number): unknown;
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
    attribute: (index, name) => member(value(index), name),
  };
}

/** The error for one failed request: what Cassandra threw, or why the agent did not pass it on. */
export function refusal(node: string, doing: string, answer: Extract<JolokiaAnswer, { ok: false }>): OpsError {
  const { status, errorType, message } = answer;
  if (status === 403) return denied(node, message);
  if (errorType.endsWith('InstanceNotFoundException')) return unavailable(node, `cannot ${doing} yet: Cassandra is still starting`);
  if (/^(?:The keyspace \S+ does not exist|Keyspace \S+ does not exist|Unknown keyspace\/cf pair .*)$/.test(message)) {
    return new OpsError('NOT_FOUND', { message, remedy: 'Check the names of the keyspace and the table.' });
  }
  if (/^The keyspace .*, does not exist$/.test(message)) {
    return new OpsError('NOT_FOUND', { message: message.replace(', does', ' does'), remedy: 'Check the name of the keyspace.' });
  }
  if (/^Snapshot .* already exists\.$/.test(message)) return new OpsError('SNAPSHOT_EXISTS', { message: message.slice(0, -1) });
  const reason = message === '' ? errorType : message;
  return new OpsError('NODE_REFUSED', { message: `${node} refused to ${doing}: ${reason}`, details: { errorType } });
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
