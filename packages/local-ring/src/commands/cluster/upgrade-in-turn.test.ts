import { errors } from '@ringside/core';
import { describe, expect, it } from 'vitest';
import { upgradeInTurn } from './upgrade-in-turn.ts';

const NODES = [{ name: 'node1' }, { name: 'node2' }, { name: 'node3' }];
const AGAIN = 'To go on, run the same command again: it leaves out what is done.';

/** What is thrown when something happens at one node, and which nodes were upgraded before that. */
async function failure(at: string, happens: () => void, signal: AbortSignal): Promise<readonly [unknown, readonly string[]]> {
  const done: string[] = [];
  const upgrade = async ({ name }: { readonly name: string }): Promise<void> => {
    if (name === at) happens();
    done.push(name);
  };
  const thrown = await upgradeInTurn(NODES, upgrade, signal).catch((error: unknown) => error);
  return [thrown, done];
}

function fails(): never {
  throw errors.OPERATION_TIMED_OUT({ message: 'Starting it did not finish within 3 min', remedy: 'ringside cluster logs node2' });
}

describe('upgradeInTurn()', () => {
  it('says which nodes are done when one fails, and stops there', async () => {
    expect(await failure('node3', fails, new AbortController().signal)).toMatchObject([
      {
        code: 'OPERATION_TIMED_OUT',
        exitCode: 75,
        message: 'Starting it did not finish within 3 min. Upgraded so far: node1, node2',
        remedy: `ringside cluster logs node2. ${AGAIN}`,
      },
      ['node1', 'node2'],
    ]);
  });

  it('says so too when it is interrupted between two nodes', async () => {
    const abort = new AbortController();
    expect(await failure('node1', () => abort.abort(), abort.signal)).toMatchObject([
      { code: 'ABORTED', exitCode: 130, message: 'Upgrading node2 was interrupted. Upgraded so far: node1', remedy: AGAIN },
      ['node1'],
    ]);
  });

  it('leaves the error of the first node as it is', async () => {
    expect(await failure('node1', fails, new AbortController().signal)).toMatchObject([
      { message: 'Starting it did not finish within 3 min', remedy: 'ringside cluster logs node2' },
      [],
    ]);
  });
});
