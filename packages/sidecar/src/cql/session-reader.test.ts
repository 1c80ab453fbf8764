import { type Answer, error, type FakeNode, startFakeNode } from '@ringside/client/testing';
import { abortFaults } from '@ringside/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { createSessionReader, type SessionReader } from './session-reader.ts';

const PATIENCE_MS = 30_000;
const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function readerOn(answer: Answer): Promise<{ readonly reader: SessionReader; readonly node: FakeNode }> {
  const node = await startFakeNode(({ query }) => (query.startsWith('DESCRIBE') ? answer : undefined));
  const reader = createSessionReader({ host: '127.0.0.1', port: node.port, credentials: undefined, timeoutMs: PATIENCE_MS });
  opened.push(
    () => node.close(),
    () => reader.close(),
  );
  return { reader, node };
}

describe('a node that answers the sidecar with an error', () => {
  it('of its own is named, with its words and its log', async () => {
    const { reader, node } = await readerOn(error(0x00_00, 'java.lang.NullPointerException'));
    await expect(reader.describe()).rejects.toMatchObject({
      code: 'CASSANDRA_FAILED',
      message: `Cassandra at 127.0.0.1:${node.port} answered with an internal error: java.lang.NullPointerException`,
      remedy: expect.stringContaining(`system.log of 127.0.0.1:${node.port}`) as string,
      httpStatus: 502,
      exitCode: 70,
    });
  });

  it.each([
    ['that it is overloaded', 0x10_01, 'CASSANDRA_UNAVAILABLE', 'Send fewer requests at a time, then try again.'],
    ['that it does not know the statement', 0x20_00, 'NODE_CONTROL_MALFORMED', 'Check that the node’s version of Cassandra is supported.'],
    ['that it does not let the role do so', 0x21_00, 'CASSANDRA_DENIED', expect.any(String) as string],
  ])('%s is not said to be silent', async (_, code, expected, remedy) => {
    const { reader, node } = await readerOn(error(code, 'said so'));
    const asked = reader.describe();
    await expect(asked).rejects.toMatchObject({ code: expected, remedy });
    await expect(asked).rejects.toThrow(
      new RegExp(`^Cassandra at 127.0.0.1:${node.port} (?:answered with an error|does not let .*): said so$`),
    );
  });
});

describe('a virtual table', () => {
  it('is not waited for once the caller has given up, for the reason that the caller gives', async () => {
    const faults = await abortFaults(async ({ signal }, begun) => {
      const node = await startFakeNode(({ query }) => {
        if (query !== 'Q') return undefined;
        begun();
        return 'nothing';
      });
      const reader = createSessionReader({ host: '127.0.0.1', port: node.port, credentials: undefined, timeoutMs: PATIENCE_MS });
      opened.push(
        () => node.close(),
        () => reader.close(),
      );
      for await (const row of reader.rows('Q', [], { signal })) throw new Error(`a row: ${JSON.stringify(row)}`);
    });
    expect(faults).toEqual([]);
  });
});
