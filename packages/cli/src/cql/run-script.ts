import type { CommandContext } from '@ringside/cli-kit';
import { clientErrors } from '@ringside/client';
import { type OpsError, reworded, toOpsError } from '@ringside/core';
import { type CqlPart, type CqlShell, cqlshErrors, terminalText } from '@ringside/cqlsh';
import { JsonOutput } from './json-output.ts';
import { namingEncoding } from './naming-encoding.ts';
import { NobodyReads, send } from './print.ts';

/** A text of statements. */
export interface Script {
  /** What messages call it: the file as it was typed, or where else it comes from. */
  readonly name: string;
  readonly text: string;
}

/**
 * Runs a script and prints what its statements return, page by page; with `--json` as one array of all of them.
 *
 * @throws OpsError of the first statement that failed, naming file and line; `CQL_MALFORMED` for a text that does not come apart;
 *   NobodyReads when the reader of the output has gone, which ends the script
 */
export async function runScript(context: CommandContext, shell: CqlShell, script: Script, keepGoing: boolean): Promise<void> {
  const json = context.json ? new JsonOutput() : undefined;
  let firstError: OpsError | undefined;
  try {
    for await (const part of shell.stream(script.text, { signal: context.signal, continueOnFailure: keepGoing })) {
      const error = part.failed ? failureOf(script, part) : undefined;
      await send(context, json === undefined ? textOf(part) : json.take(part));
      if (firstError !== undefined && error !== undefined) context.warn(error);
      firstError ??= error;
    }
  } catch (error) {
    if (!(error instanceof NobodyReads) && json !== undefined) await send(context, json.end(toOpsError(error)));
    throw named(script, error);
  }
  if (json !== undefined) await send(context, json.end());
  if (firstError !== undefined) throw firstError;
}

const textOf = ({ failed, output }: CqlPart): string => (failed ? '' : output);

function failureOf({ name }: Script, { error, file, line, output }: CqlPart): OpsError {
  const message = terminalText(`${file ?? name}:${line}: ${output.trimEnd()}`);
  return error === undefined ? clientErrors.CQL_STATEMENT_FAILED({ message }) : reworded(namingEncoding(error), { message });
}

/** A text that does not come apart is named as well. */
function named({ name }: Script, error: unknown): unknown {
  if (!cqlshErrors.CQL_MALFORMED.is(error)) return error;
  const message = error.message.replace(/^Line (\d+)/, `${name}:$1`);
  return cqlshErrors.CQL_MALFORMED({ message, remedy: error.remedy, cause: error });
}
