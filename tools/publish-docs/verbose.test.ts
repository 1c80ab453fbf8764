import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorKind, errors } from '@ringside/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { helpText } from './arguments.ts';
import { docsErrors } from './errors.ts';
import { startCommand } from './testing/command.ts';
import { type Workshop, workshop, writeFiles } from './testing/fixtures.ts';

// Each test runs git dozens of times, which takes as long as the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: Workshop;
beforeEach(() => {
  shop = workshop();
});
afterEach(() => shop.remove());

/** Runs the command with a git that fails at one subcommand, after having said a secret and a control character. */
async function runWithBroken(subcommand: string, ...more: readonly string[]): Promise<string> {
  const bin = join(shop.folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const script = `#!/bin/sh
for word; do
  if [ "$word" = ${subcommand} ]; then printf 'fatal: planted\\nhttps://robot:hunter2@h/x \\033[31mred\\n' >&2; exit 3; fi
done
PATH="\${PATH#*:}" exec git "$@"
`;
  writeFiles(bin, { git: script });
  chmodSync(join(bin, 'git'), 0o755);
  const args = ['--remote', shop.remote, '--build', shop.build({ version: '0.1.0' }), '--doc-version', '0.1.0', '--source', shop.source];
  const { exitCode, stderr } = await startCommand([...args, ...more], shop.folder, { PATH: `${bin}:${process.env['PATH']}` }).ended;
  expect(exitCode).toBe(errors.INTERNAL.exit);
  return stderr;
}

describe('an error that nobody foresaw', () => {
  it('tells to run with --verbose, which then shows all that git said, without secrets and escape sequences', async () => {
    const plain = await runWithBroken('fast-import');
    expect(plain).toContain('error INTERNAL git fast-import failed: planted\n  try Report it');
    expect(plain).not.toContain('red');
    expect(plain).toContain('--verbose');
    const verbose = await runWithBroken('fast-import', '--verbose');
    expect(verbose).toContain('  | fatal: planted\n  | https://***@h/x [31mred\n');
  });
});

describe('the remedies of what the command can say', () => {
  const kinds = [...Object.values<ErrorKind>(docsErrors), errors.INTERNAL, errors.INVALID_ARGUMENT];
  it.each(kinds.map(({ code, remedy }) => ({ code, remedy })))('of $code names no option that the command lacks', ({ remedy }) => {
    for (const [option] of remedy.matchAll(/--[a-z-]+/g)) expect(helpText()).toContain(`  ${option}`);
  });
});
