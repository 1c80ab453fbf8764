import { readTail } from './logs.ts';
import type { NodePaths } from '../paths.ts';

/** Lines that name the cause of a failed start, the most telling first, with the place of the reason in them. */
const CAUSES: readonly RegExp[] = [
  /OutOfMemoryError: .+/,
  /YAMLException: (.+)/,
  /(?:Caused by: )?[\w.$]*ConfigurationException: (.+)/,
  /(?:Fatal configuration error|Exception encountered during startup)(?:: (.+))?$/,
  /(?:Address already in use|Failed to bind|is in use by another process).*/,
  /^Unrecognized .+/,
  /(?:Invalid|Too small) .*heap.*/,
  /^Error: (.+)/,
  /Could not find or load main class .+/,
  /^ERROR .+ - (.+)$/,
  /^Exception \((.+)\) encountered during startup: (.+)$/,
  /^(?:Caused by: )?[\w.$]+(?:Exception|Error): (.+)$/,
];

/**
 * Why a node died while starting, in one sentence taken from its logs.
 *
 * @param since ignores log text before this byte of system.log, which an earlier run wrote
 */
export async function deathReason(paths: NodePaths, since: number): Promise<string> {
  const texts = await Promise.all([readTail(paths.consoleLog, 0), readTail(paths.systemLog, since)]);
  return causeIn(texts.join('\n'));
}

/** Picks the most telling line of a log. Pure. */
export function causeIn(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  for (const pattern of CAUSES) {
    for (const line of lines) {
      const match = pattern.exec(line);
      const cause = match?.slice(1).findLast((group) => group !== undefined) ?? match?.[0];
      if (cause !== undefined && !/^Exception encountered during startup$/.test(cause)) return cause.slice(0, 400);
    }
  }
  return lines.findLast((line) => line !== '' && !line.startsWith('at ')) ?? 'it left no log';
}
