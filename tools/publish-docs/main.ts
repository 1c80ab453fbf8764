import { errors, type OpsError, reworded, systemClock, toOpsError } from '@ringside/core';
import { untilInterrupted } from '../bootstrap/interrupt.mjs';
import { ROOT } from '../ci/steps.ts';
import { redactor, secretsIn } from './remote-address.ts';
import { helpText, readArguments } from './arguments.ts';
import { publish } from './publish.ts';
import { describeError, describeResult, resultJson } from './report.ts';

/** `npm run publish-docs`: the outcome on standard output, everything else on standard error. */
async function main(argv: readonly string[], signal: AbortSignal): Promise<number> {
  const asJson = argv.includes('--json');
  // The last line of defence: whatever is written, no password of an argument is in it, however wrong the argument is.
  const redact = redactor([...argv, process.env['DOCS_REMOTE'] ?? ''].flatMap(secretsIn));
  const write = (stream: NodeJS.WriteStream, text: string): boolean => stream.write(redact(text));
  try {
    const request = readArguments(argv, ROOT, process.env);
    if (request.kind === 'help') {
      write(process.stdout, helpText());
      return 0;
    }
    const log = (line: string): boolean => write(process.stderr, `${line}\n`);
    const result = await publish(request.options, { clock: systemClock, random: Math.random, signal, log });
    write(process.stdout, asJson ? resultJson(result) : describeResult(result));
    return 0;
  } catch (thrown) {
    const error = withOptions(toOpsError(thrown));
    const text = asJson ? `${JSON.stringify({ error: error.toJSON() })}\n` : describeError(error, argv.includes('--verbose'));
    write(process.stderr, text);
    return error.exitCode;
  }
}

/** What nobody foresaw is reported with all that git said, which an option of this command shows. */
function withOptions(error: OpsError): OpsError {
  return errors.INTERNAL.is(error) ? reworded(error, { remedy: 'Report it, with what --verbose prints.', cause: error.cause }) : error;
}

const interrupted = (name: string): OpsError =>
  errors.ABORTED({
    message: `Publishing was interrupted by ${name}`,
    remedy: 'Run it again: what reached the branch is found there, and nothing else is left behind.',
  });

process.exitCode = await untilInterrupted((signal) => main(process.argv.slice(2), signal), process.stderr, interrupted);
