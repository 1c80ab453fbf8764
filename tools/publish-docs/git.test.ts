import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGit, type Git } from './git.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'publish-git-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A git that is this shell script. */
function gitThat(script: string): Git {
  const file = join(folder, 'git');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  const env = { PATH: `${folder}:${process.env['PATH']}` };
  return createGit({ folder, env, redact: (text) => text, signal: new AbortController().signal });
}

describe('a git command that takes long', () => {
  it('is waited for while it reports progress', async () => {
    const git = gitThat('for n in 1 2 3 4 5 6 7 8; do echo "Writing objects: $n" >&2; sleep 0.5; done');
    const { exitCode, errorLines } = await git.run(['push'], { timeoutMs: 3_000 });
    expect({ exitCode, errorLines: errorLines.length }).toEqual({ exitCode: 0, errorLines: 8 });
  });

  it('is waited for while it reads its input', async () => {
    const git = gitThat('for n in 1 2 3 4 5 6 7 8; do head -c 262144 >/dev/null; sleep 0.5; done; cat >/dev/null');
    const piece = Buffer.alloc(262_144);
    const input = async function* () {
      for (let count = 0; count < 8; count += 1) yield piece;
    };
    expect(await git.run(['fast-import'], { timeoutMs: 3_000, input: input() })).toMatchObject({ exitCode: 0 });
  });

  it('is ended when it shows no sign of life', async () => {
    const ended = gitThat('echo begun >&2; exec sleep 60').run(['-c', 'a=b', 'push'], { timeoutMs: 300 });
    await expect(ended).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT', message: 'git push did nothing for 0.3 s' });
  });
});
