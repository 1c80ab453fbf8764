import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { choosePlaces } from './places.ts';
import type { Place } from './plan-init.ts';

const ADDRESS = '127.91.2.1';
const node = { address: ADDRESS } as Parameters<typeof choosePlaces>[0];
const at = (port: number): Place => ({ address: ADDRESS, port });
const ports = async (choice: Partial<Parameters<typeof choosePlaces>[2]>): Promise<readonly number[]> => {
  const { agent, sidecar } = await choosePlaces(node, undefined, { taken: [], ...choice });
  return [agent.port, sidecar.port];
};

async function listening(port: number): Promise<void> {
  const server = createServer().listen({ host: ADDRESS, port });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}

describe('choosePlaces()', () => {
  it('takes the usual ports, and the next ones where somebody listens', async () => {
    expect(await ports({})).toEqual([8_778, 9_043]);
    await listening(8_778);
    expect(await ports({})).toEqual([8_779, 9_043]);
  });

  it('takes no port that another node’s setup has, though nobody listens there now', async () => {
    expect(await ports({ taken: [at(8_778), at(9_043), at(9_044)] })).toEqual([8_779, 9_045]);
    expect(await ports({ taken: [{ address: '127.91.2.2', port: 9_043 }] })).toEqual([8_778, 9_043]);
  });

  it('never gives both the same port', async () => {
    expect(await ports({ agentPort: 9_043 })).toEqual([9_043, 9_044]);
    expect(await ports({ sidecarPort: 8_778 })).toEqual([8_779, 8_778]);
  });

  it.each([
    ['of another setup', { sidecarPort: 9_050, taken: [at(9_050)] }],
    ['that is asked for twice', { sidecarPort: 9_050, agentPort: 9_050 }],
  ])('refuses a port %s', async (_, choice) => {
    await expect(ports(choice)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `${ADDRESS}:9050 is the place of another agent or sidecar that was set up here`,
    });
  });

  it('refuses a port that was asked for and on which somebody listens', async () => {
    await listening(9_051);
    await expect(ports({ agentPort: 9_051 })).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' });
  });
});
