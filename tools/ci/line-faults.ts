import { cassandraLines } from '@ringside/cassandra-install';
import { type Job, jobsOf } from '../bench/pull-request-jobs.ts';
import { lineOfPart, partsOf, readMachine, shareOf } from './parts.mjs';
import { ROOT } from './steps.ts';

const MAIN_JOB = 'real-cluster';
const isOfLane = ({ commands }: Job): boolean => commands.some((command) => command.startsWith(`npm run ci:${MAIN_JOB}`));

/**
 * Finds how a CircleCI configuration could leave a line of Cassandra untested, test it twice, or hide which one is red. One sentence a fault.
 *
 * @param configuration the parsed `config.yml`
 */
export function lineFaults(configuration: unknown, workflow: string): readonly string[] {
  const jobs = jobsOf(configuration, workflow).filter(isOfLane);
  const tested = new Set(jobs.map(({ environment }) => environment['RINGSIDE_LINE']));
  const runs = jobs.flatMap(({ environment }) => shareOf(ROOT, MAIN_JOB, readMachine(environment)));
  const parts = partsOf(ROOT, MAIN_JOB);
  return [
    ...cassandraLines.filter((line) => !tested.has(line)).map((line) => `no job of ${workflow} tests Cassandra ${line}`),
    ...jobs.flatMap((job) => namingFaults(job, workflow)),
    ...parts.filter((part) => !runs.includes(part)).map((part) => `no job of ${workflow} runs ${part}`),
    ...runs.filter((part, at) => runs.indexOf(part) !== at).map((part) => `two jobs of ${workflow} run ${part}`),
  ];
}

function namingFaults({ name, environment }: Job, workflow: string): readonly string[] {
  const line = environment['RINGSIDE_LINE'];
  if (line === undefined) return [`${name} of ${workflow} says no line of Cassandra`];
  const share = shareOf(ROOT, MAIN_JOB, readMachine(environment));
  const others = share.filter((part) => lineOfPart(part) !== line);
  return [
    ...(name.startsWith(`${MAIN_JOB} `) || name === `cassandra-${line}`
      ? []
      : [`${name} of ${workflow} is not named after Cassandra ${line}`]),
    ...others.map((part) => `${name} of ${workflow} runs ${part}`),
  ];
}
