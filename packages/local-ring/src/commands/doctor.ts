import { tmpdir } from 'node:os';
import { assertExecutableFolder, DEFAULT_CASSANDRA_VERSION, prepareCache, ringsideCache, thisHost } from '@ringside/cassandra-install';
import { defineCommand, findHome, optionWithDefault, type Style, text } from '@ringside/cli-kit';
import { DEFAULT_PORT_BASE, portsFor } from '@ringside/cluster';
import { availableMemoryBytes } from '@ringside/host';
import { type CheckResult, exitCodeOf, ok } from '../doctor/check.ts';
import { checkDisk, checkLoopback, checkMemory, checkNode, checkPorts, RING_DISK_BYTES } from '../doctor/machine-checks.ts';
import { checkJava, checkMaven, checkThat } from '../doctor/tool-checks.ts';
import { lockHolder } from '../up/lock.ts';
import { PORT_BASE } from '../up/up-options.ts';

const CACHE_BYTES = 400 * 2 ** 20;
const ADDRESSES = ['127.0.0.1', '127.0.0.2', '127.0.0.3'] as const;

/** `ringside doctor`: what would go wrong, before it does. */
export const command = defineCommand({
  description: `Checks what ringside up needs: Node, Java, Maven, memory, disk, ports, the cache folder, the folder for temporary files and the loopback
addresses. Changes nothing. Each finding comes with its remedy; the exit code is that of the first error that ringside up would end with, else 0.`,
  options: {
    cassandra: optionWithDefault('--cassandra <version>', text, DEFAULT_CASSANDRA_VERSION, 'Check for this version'),
    portBase: optionWithDefault('--port-base <port>', PORT_BASE, DEFAULT_PORT_BASE, 'Check these ports'),
  },
  examples: [
    { command: 'ringside doctor', doc: 'before the first start, or when one failed' },
    { command: 'ringside doctor --port-base 19000 --json', doc: 'other ports, for a program' },
  ],
  async run(context, { options }) {
    const version = options.cassandra;
    const home = findHome(context);
    const cache = ringsideCache(thisHost());
    const temporary = context.io.env['TMPDIR'] ?? tmpdir();
    const ringIsUp = (await lockHolder(home)) !== undefined;
    const { native, sidecar, storage, control } = portsFor(options.portBase);
    const checks: CheckResult[] = await Promise.all([
      Promise.resolve(checkNode(process.versions.node)),
      checkJava(version, context.signal),
      checkMaven(),
      ringIsUp ? Promise.resolve(ok('Memory', 'a ring is up here')) : availableMemoryBytes().then(checkMemory),
      checkDisk('Disk', home, RING_DISK_BYTES),
      checkDisk('Cache disk', cache, CACHE_BYTES),
      checkThat('Cache', cache, () => prepareCache(cache)),
      checkThat('Temporary', temporary, () => assertExecutableFolder(temporary, { signal: context.signal })),
      checkLoopback(ADDRESSES, process.platform),
      checkPorts(ADDRESSES, { CQL: native, sidecar, storage, management: control }, ringIsUp),
    ]);
    const exitCode = exitCodeOf(checks);
    context.print({ healthy: exitCode === 0, checks }, (value) => doctorText(value.checks, context.style));
    return exitCode;
  },
});

function doctorText(checks: readonly CheckResult[], style: Style): string {
  const marks = { ok: style.green('✔'), warning: style.yellow('!'), problem: style.red('✘') };
  const lines = checks.map((check) => {
    const remedy = check.remedy === undefined ? '' : `\n${' '.repeat(15)}${style.cyan('try')} ${check.remedy}`;
    return `${marks[check.outcome]} ${check.name.padEnd(12)} ${check.found}${remedy}\n`;
  });
  const count = checks.filter((check) => check.outcome !== 'ok').length;
  const verdict = count === 0 ? style.green('All checks passed. Run ringside up.') : `${count} ${count === 1 ? 'finding' : 'findings'}.`;
  return `${lines.join('')}\n${verdict}\n`;
}
