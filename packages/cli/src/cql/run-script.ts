import type { CqlResult, CqlShell } from '@ringside/cql';
import { OpsError } from '@ringside/core';
import type { CommandContext } from '../program/context.ts';

/** A text of statements. */
export interface Script {
  /** What messages call it: the file as it was typed, or where else it comes from. */
  readonly name: string;
  readonly text: string;
}

/**
 * Runs a script and prints what its statements return; with `--json` one array of all of them at the end.
 *
 * @throws OpsError of the first statement that failed, naming file and line; `CQL_MALFORMED` for a text that does not come apart
 */
export async function runScript(context: CommandContext, shell: CqlShell, script: Script, keepGoing: boolean): Promise<void> {
  const results: CqlResult[] = [];
  let firstError: OpsError | undefined;
  try {
    for await (const result of shell.run(script.text, { signal: context.signal, continueOnFailure: keepGoing })) {
      if (context.json) results.push(result);
      else if (!result.failed) context.io.out(result.output);
      const error = result.failed ? failureOf(script, result) : undefined;
      if (firstError !== undefined && error !== undefined) context.warn(error);
      firstError ??= error;
    }
  } catch (error) {
    throw named(script, error);
  } finally {
    if (context.json)
      context.print(
        results.map((result) => toJsonResult(result)),
        String,
      );
  }
  if (firstError !== undefined) throw firstError;
}

function failureOf({ name }: Script, { error, file, line, output }: CqlResult): OpsError {
  const remedy = error?.code === 'CASSANDRA_UNAVAILABLE' ? 'Look at ringside status, or try a lower consistency level.' : undefined;
  const message = `${file ?? name}:${line}: ${output.trimEnd()}`;
  return new OpsError(error?.code ?? 'CQL_STATEMENT_FAILED', { message, ...(remedy !== undefined && { remedy }) });
}

/** A text that does not come apart is named as well. */
function named({ name }: Script, error: unknown): unknown {
  if (!(error instanceof OpsError) || error.code !== 'CQL_MALFORMED') return error;
  const message = error.message.replace(/^Line (\d+)/, `${name}:$1`);
  return new OpsError('CQL_MALFORMED', { message, remedy: error.remedy, cause: error });
}

/** What `--json` prints of a statement: its rows, or the text that a command of the shell printed. */
function toJsonResult({ statement, file, line, failed, rows, output, error }: CqlResult): object {
  return {
    statement,
    ...(file !== undefined && { file }),
    line,
    failed,
    ...(rows !== undefined && { rows }),
    ...(rows === undefined && !failed && output !== '' && { output }),
    ...(error && { error }),
  };
}
