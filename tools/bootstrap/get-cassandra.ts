/**
 * A step of `npm test`, run by launch.mjs in a process of its own: gets Java, Maven and Cassandra's jars, and says how far it is in one
 * JSON object a line: `{ note, fraction }`, at last `{ done }` or `{ message, remedy, exitCode }`.
 */
import { type GetProgress, getCassandra, printPlan } from '@ringside/cluster';
import { formatBytes, toOpsError } from '@ringside/core';

const tell = (event: Readonly<Record<string, unknown>>): void => void process.stdout.write(`${JSON.stringify(event)}\n`);

const controller = new AbortController();
process.once('SIGTERM', () => controller.abort());

function tellProgress({ phase, jarsDone, jarsTotal, bytesDone, bytesTotal }: GetProgress): void {
  const jars = `${jarsDone} of ${jarsTotal} jars, ${formatBytes(bytesDone)}`;
  tell({ note: phase === 'waiting' ? 'another process is fetching them' : jars, fraction: bytesDone / bytesTotal });
}

try {
  const install = await getCassandra({
    signal: controller.signal,
    onProgress: tellProgress,
    installTools: {
      onPlan: (plan) => tell({ note: printPlan(plan) }),
      onFetch: (what) => tell({ note: what }),
      onLine: (line) => tell({ note: line.slice(0, 60) }),
    },
  });
  tell({ done: `Cassandra ${install.version} on Java ${install.java.major}` });
} catch (error) {
  const { message, remedy, exitCode } = toOpsError(error);
  tell({ message, remedy, exitCode });
  process.exitCode = exitCode;
}
