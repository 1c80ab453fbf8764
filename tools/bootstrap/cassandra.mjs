import { join } from 'node:path';
import { linesOfShare, readMachine } from '../ci/parts.mjs';
import { Problem } from './problem.mjs';
import { run } from './run.mjs';

/**
 * Gets Java, Maven and Cassandra's jars, for the tests that need them (`npm start` gets them itself, in the program it hands over to): every line of
 * Cassandra, or in a job of one line what that needs.
 *
 * @param {{ root: string, signal: AbortSignal, step: import('./report.mjs').Step, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} what was found: `Cassandra 5.0.9 on Java 17`
 */
export async function getCassandra({ root, signal, step, env = process.env }) {
  const program = join(root, 'tools', 'bootstrap', 'get-cassandra.ts');
  let last = {};
  const onLine = (line) => {
    last = parse(line) ?? last;
    if (last.note !== undefined) step.update(last.note, last.fraction);
  };
  const machine = readMachine(env);
  const lines = machine.line === undefined ? [] : linesOfShare(root, machine);
  const argv = [process.execPath, '--conditions=@ringside/source', '--import', 'tsx', program, ...lines];
  const { exitCode, lines: said } = await run(argv, { cwd: root, signal, env, onLine });
  if (exitCode === 0) return last.done;
  if (last.message !== undefined) throw new Problem(last.message, last.remedy, last.exitCode);
  throw new Problem(`Cassandra could not be got: ${said.at(-1) ?? 'no reason was given'}`, 'Run ringside doctor.', 70);
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
