import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiled } from '../../testing/compiled.ts';
import { type Machine, makeMachine } from '../../testing/stock/beside.ts';
import type { StockCassandra } from '@ringside/stock-cassandra';

const SLOW_MS = 600_000;
const PAGE = fileURLToPath(new URL('../../../../../docs-site/docs/operate/beside-your-cluster.md', import.meta.url));
const FENCES = Array.from(
  readFileSync(PAGE, 'utf8').matchAll(/```bash [^\n]*\n(.*?)```\n\n```text output\n(.*?)```/gs),
  ([, code = '', output = '']) => ({
    code: code.trim(),
    output,
  }),
);
const BASE = '/var/lib/ringside/sidecars';

describe('the page about a cluster that is already there', { timeout: SLOW_MS }, () => {
  let machine: Machine;
  let node: StockCassandra;

  beforeAll(async () => {
    machine = await makeMachine('5.0');
    node = await machine.node();
    await node.start();
  }, SLOW_MS);

  afterAll(() => machine.remove());

  /** The page is about the only node of a machine, and the agent that is installed with the command. */
  function run(code: string): string {
    const { install, into, folder } = machine;
    const agent = `--node ${node.address} --agent ${install.controlAgentJar} --no-start`;
    const words = `[ "$2" = init ] && set -- "$@" ${agent}; ${process.execPath} ${compiled('dist/main.js')} "$@" --into ${into}`;
    const script = `sudo() { "$@"; }\nringside() { ${words}; }\n${code}`;
    const { stdout } = spawnSync('bash', ['-c', `exec 2>&1\n${script}`], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    return asOnThePage(stdout);
  }

  function asOnThePage(text: string): string {
    const user = String(process.geteuid?.() === 0 ? 1 : process.getuid?.());
    return text
      .replaceAll(machine.into, BASE)
      .replaceAll(node.conf, '/etc/cassandra')
      .replaceAll(join(machine.folder, 'node1/data'), '/var/lib/cassandra')
      .replaceAll(node.address, '127.0.0.1')
      .replaceAll(`process ${node.pid}`, 'process 4711')
      .replaceAll(`user ${user},`, 'user 113,');
  }

  it('has five commands with outputs', () => {
    expect(FENCES.map(({ code }) => code.replace(/^sudo ringside sidecar /, ''))).toEqual([
      'init --dry-run',
      'init',
      expect.stringMatching(/^init 2>&1/) as string,
      'status',
      'remove',
    ]);
  });

  it.each(FENCES.map(({ code, output }) => [code, output]))('%s', async (code, output) => {
    const stop = code.endsWith('status')
      ? await machine.startSidecar(join(machine.into, `${node.address}-9042`, 'sidecar.json'))
      : undefined;
    const printed = run(code);
    await stop?.();
    expect(printed).toBe(output);
  });
});
