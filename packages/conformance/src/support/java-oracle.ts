import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getCassandra } from '@ringside/cassandra-install';

const TIMEOUT_MS = 120_000;
const HEAP_FLAGS = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/**
 * Asks Cassandra's own classes, without a node: runs a Java source file of this package on Cassandra's jars, writes each question as
 * a line of JSON and reads as many lines of JSON back.
 *
 * The Java must be a JDK (module `jdk.compiler`), because it compiles the file.
 *
 * @param oracle the name of a file in the folder `java`, without its ending
 * @throws Error when the program fails, answers too few questions, or takes more than two minutes; its error output is in the message
 */
export async function askCassandra<Answer>(oracle: string, questions: readonly unknown[]): Promise<Answer[]> {
  const { classPath, java } = await getCassandra();
  const source = fileURLToPath(new URL(`../../java/${oracle}.java`, import.meta.url));
  const output = await run(java.executable, [...HEAP_FLAGS, '-cp', classPath.join(delimiter), source], questions);
  const answers = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  if (answers.length !== questions.length) throw new Error(`${oracle} answered ${answers.length} of ${questions.length} questions`);
  return answers;
}

async function run(executable: string, args: readonly string[], questions: readonly unknown[]): Promise<string> {
  const child = spawn(executable, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: TIMEOUT_MS, killSignal: 'SIGKILL' });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-4000)));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code !== 0) throw new Error(`${executable} ended with ${code ?? 'a signal'}: ${errors}`);
  return output;
}
