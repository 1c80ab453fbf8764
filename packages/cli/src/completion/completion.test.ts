import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { describe, expect, it } from 'vitest';
import { run } from '../testing/run.ts';

const bash = (await run(['completion', 'bash'])).out;

/** What bash would offer when TAB is pressed at the end of a line. */
function complete(line: string): string[] {
  const words = line.split(' ');
  const program = `${bash}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _ringside; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', program], { encoding: 'utf8' })
    .split('\n')
    .filter((word) => word !== '');
}

describe('ringside completion bash', () => {
  it('is a script that bash accepts', () => {
    expect(spawnSync('bash', ['-n'], { input: bash, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    expect(spawnSync('bash', ['-n'], { input: `${bash}\ncase x in` }).status).not.toBe(0);
  });

  it('completes commands, subcommands and options at their places', () => {
    expect(complete('ringside st')).toEqual(['status']);
    expect(complete('ringside cluster ki')).toEqual(['kill']);
    expect(complete('ringside status --con')).toEqual(['--consistency']);
    expect(complete('ringside --json up --fre')).toEqual(['--fresh']);
    expect(complete('ringside ring --fre')).toEqual([]);
  });

  it('completes the values of an option that has few, and nothing for one that is free', () => {
    expect(complete('ringside up --cassandra 5')).toEqual(['5.0', expect.stringMatching(/^5\.0\.\d+$/)]);
    expect(complete('ringside --sidecar st')).toEqual([]);
  });

  it('takes the value of an option for no command', () => {
    expect(complete('ringside --directory cluster sta')).toEqual(['status']);
  });
});

describe.each([
  ['zsh', /^ *(?:case|while|for|if) |^\w+\(\) \{$/gm, /^ *(?:esac ;;|esac|done|fi|\})$/gm],
  ['fish', /^ *(?:function|for|if) /gm, /^ *end$/gm],
])('ringside completion %s', (shell, begin, end) => {
  const isInstalled = spawnSync(shell, ['-c', 'true']).error === undefined;
  const accepts = (script: string): boolean => {
    const file = join(temporaryDirectorySync('completion'), 'script');
    writeFileSync(file, script);
    return spawnSync(shell, ['-n', file]).status === 0;
  };

  it('names every command, and balances its quotes', async () => {
    const { out } = await run(['completion', shell]);
    for (const word of ['up', 'status', 'kill', 'explain', 'doctor']) expect(out).toContain(word);
    expect(out.split("'").length % 2).toBe(1);
  });

  it('ends every block that it begins', async () => {
    const { out } = await run(['completion', shell]);
    expect(out.match(begin)?.length).toBe(out.match(end)?.length);
  });

  it.skipIf(!isInstalled)(`is a script that the shell accepts${isInstalled ? '' : ` (skipped: ${shell} is not installed)`}`, async () => {
    const { out } = await run(['completion', shell]);
    expect(accepts(out)).toBe(true);
    expect(accepts(`${out}\necho 'open`)).toBe(false);
  });
});
