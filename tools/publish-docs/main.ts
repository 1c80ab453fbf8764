import { systemClock, toOpsError } from '@ringside/core';
import { ROOT } from '../ci/steps.ts';
import { helpText, readArguments } from './arguments.ts';
import { publish } from './publish.ts';
import { describeError, describeResult, resultJson } from './report.ts';

/** `npm run publish-docs`: the outcome on standard output, everything else on standard error. */
async function main(argv: readonly string[], signal: AbortSignal): Promise<number> {
  const asJson = argv.includes('--json');
  try {
    const request = readArguments(argv, ROOT);
    if (request.kind === 'help') {
      process.stdout.write(helpText());
      return 0;
    }
    const log = (line: string): boolean => process.stderr.write(`${line}\n`);
    const result = await publish(request.options, { clock: systemClock, random: Math.random, signal, log });
    process.stdout.write(asJson ? resultJson(result) : describeResult(result));
    return 0;
  } catch (thrown) {
    const error = toOpsError(thrown);
    process.stderr.write(asJson ? `${JSON.stringify({ error: error.toJSON() })}\n` : describeError(error));
    return error.exitCode;
  }
}

/** Aborts at the first signal that asks for an end, so that git is ended and the temporary folder goes. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () =>
      controller.abort(new DOMException(`Publishing was interrupted by ${name}; nothing is left behind`, 'AbortError')),
    );
  }
  return controller.signal;
}

process.exitCode = await main(process.argv.slice(2), interrupted());
