/**
 * A step of `npm test`, run by launch.mjs in a process of its own: gets Java, Maven and Cassandra's jars, and says how far it is in one
 * JSON object a line: `{ note, fraction }`, at last `{ done }` or `{ message, remedy, exitCode }`.
 *
 *     node --conditions=@ringside/source --import tsx tools/bootstrap/get-cassandra.ts [line…]
 *
 * What is named must be had. Where nothing is named the default Cassandra must be had, and the other lines are left out where there is no Java
 * for them: their tests are skipped then, and say why.
 */
import {
  type CassandraInstall,
  cassandraLines,
  DEFAULT_CASSANDRA_VERSION,
  type GetProgress,
  getCassandra,
  lineOf,
  printPlan,
} from '@ringside/cassandra-install';
import { formatBytes, toOpsError } from '@ringside/core';

const tell = (event: Readonly<Record<string, unknown>>): void => void process.stdout.write(`${JSON.stringify(event)}\n`);

const controller = new AbortController();
process.once('SIGTERM', () => controller.abort());

function tellProgress({ phase, jarsDone, jarsTotal, bytesDone, bytesTotal }: GetProgress): void {
  const jars = `${jarsDone} of ${jarsTotal} jars, ${formatBytes(bytesDone)}`;
  tell({ note: phase === 'waiting' ? 'another process is fetching them' : jars, fraction: bytesDone / bytesTotal });
}

async function get(version: string): Promise<CassandraInstall> {
  return getCassandra({
    version,
    signal: controller.signal,
    onProgress: tellProgress,
    installTools: {
      onPlan: (plan) => tell({ note: printPlan(plan) }),
      onFetch: (what) => tell({ note: what }),
      onLine: (line) => tell({ note: line.slice(0, 60) }),
    },
  });
}

const NO_JAVA: ReadonlySet<string> = new Set(['JAVA_MISSING', 'JAVA_UNSUPPORTED', 'TOOL_INSTALL_FAILED']);

function textOf({ version, java }: CassandraInstall): string {
  return `${version} on Java ${java.major}`;
}

/** @returns what came of it, in a few words */
async function getIfPossible(line: string): Promise<string> {
  try {
    return textOf(await get(line));
  } catch (error) {
    const { code, message } = toOpsError(error);
    if (!NO_JAVA.has(code)) throw error;
    tell({ note: message });
    return `no ${line}, for want of a Java`;
  }
}

try {
  const named = process.argv.slice(2);
  const defaultLine = lineOf(DEFAULT_CASSANDRA_VERSION);
  const got: string[] = [];
  for (const line of named.length > 0 ? named : [defaultLine]) got.push(textOf(await get(line)));
  const others = named.length > 0 ? [] : cassandraLines.filter((line) => line !== defaultLine);
  for (const line of others) got.push(await getIfPossible(line));
  tell({ done: `Cassandra ${got.join(', ')}` });
} catch (error) {
  const { message, remedy, exitCode } = toOpsError(error);
  tell({ message, remedy, exitCode });
  process.exitCode = exitCode;
}
