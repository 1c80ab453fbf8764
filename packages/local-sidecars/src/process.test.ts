import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sidecarConfigFile, sidecarDirectory } from '@ringside/cli-kit';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { describe, expect, it } from 'vitest';
import { type SidecarNode, writeSidecarConfig } from './process.ts';

const NODE: SidecarNode = {
  name: 'node2',
  address: '127.0.0.2',
  nativePort: 9_042,
  sidecarPort: 9_043,
  controlUrl: 'http://127.0.0.2:8778/jolokia/',
  controlSecretFile: '/secret',
};

async function written(node: SidecarNode): Promise<{ readonly home: string; readonly config: unknown }> {
  const home = temporaryDirectorySync('sidecar-config');
  await writeSidecarConfig(home, node);
  return { home, config: JSON.parse(readFileSync(sidecarConfigFile(home, node.name), 'utf8')) as unknown };
}

describe('the configuration of a sidecar', () => {
  it('switches operations on where something says how its node is stopped and started, in a folder of its own', async () => {
    const lifecycle = { start: ['ringside', 'cluster', 'start', 'node2'], stop: ['ringside', 'cluster', 'stop', 'node2'] };
    const { home, config } = await written({ ...NODE, lifecycle });
    expect(config).toMatchObject({
      operations: { enabled: true, directory: join(sidecarDirectory(home), 'operations', 'node2') },
      cassandra: { host: '127.0.0.2', lifecycle },
    });
  });

  it('says nothing of operations otherwise', async () => {
    const { config } = await written(NODE);
    expect(config).not.toHaveProperty('operations');
    expect(config).not.toHaveProperty('cassandra.lifecycle');
  });
});
