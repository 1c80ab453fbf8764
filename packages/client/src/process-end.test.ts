import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { type Behaviour, type FakeNode, startFakeNode } from './testing.ts';

const SESSION = new URL('session.ts', import.meta.url).href;
/** A process that goes on for this long never ends: what it waits for has no end of its own. */
const NEVER_MS = 30_000;

let node: FakeNode | undefined;
afterEach(() => node?.close());

/** Runs a program beside a node and gives how it ended: a signal when it had to be killed. */
async function ending(behave: Behaviour, program: string): Promise<{ code: number | null; signal: string | null; err: string }> {
  node = await startFakeNode(behave);
  const options = { contactPoints: ['127.0.0.1'], port: node.port, connectTimeoutMs: NEVER_MS, requestTimeoutMs: 200 };
  const source = `import { openSession } from '${SESSION}'; const options = ${JSON.stringify(options)}; ${program}`;
  const child = spawn(process.execPath, ['--conditions=@ringside/source', '--import', 'tsx', '--input-type=module', '--eval', source], {
    stdio: ['ignore', 'inherit', 'pipe'],
    timeout: NEVER_MS,
  });
  let err = '';
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, err };
}

const USED = 'const session = await openSession(options); await session.execute("Q").catch(() => undefined);';

describe('a process ends by itself', { timeout: NEVER_MS * 2 }, () => {
  it.each<[string, Behaviour, string]>([
    ['after its session was closed', () => undefined, `${USED} await session.close();`],
    ['after a request that was not answered', ({ query }) => (query === 'Q' ? 'nothing' : undefined), `${USED} await session.close();`],
    [
      'after a node that never answered',
      () => 'nothing',
      'await openSession({ ...options, connectTimeoutMs: 200 }).catch(() => undefined);',
    ],
    [
      'after a node that let it in and said no more',
      ({ query }) => (query === '' ? undefined : 'nothing'),
      'await openSession({ ...options, connectTimeoutMs: 200 }).catch(() => undefined);',
    ],
    [
      'after it closed its session while that was connecting again',
      () => undefined,
      // The node ends the first connection with the answer to Q, so that R has to connect again.
      `${USED} const asked = session.execute("R").catch(() => undefined); await session.close(); await asked;`,
    ],
  ])('%s', async (_, behave, program) => {
    const cutting: Behaviour = (request) => {
      if (request.query === 'Q' && program.includes('"R"')) setImmediate(() => node?.cut());
      return behave(request);
    };
    expect(await ending(cutting, program)).toEqual({ code: 0, signal: null, err: '' });
  });
});
