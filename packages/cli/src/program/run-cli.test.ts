import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CheckResult, exitCodeOf } from '@ringside/local-ring/testing';
import { type SimulatedSidecar, startSimulatedSidecar } from '@ringside/sidecar/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandDescription, describeCli } from '../describe.ts';
import { run } from '../testing/run.ts';

const cli = await describeCli();
const flatten = (commands: readonly CommandDescription[]): CommandDescription[] =>
  commands.flatMap((command) => [command, ...flatten(command.subcommands)]);
const all = flatten(cli.commands);
const leaves = all.filter((command) => command.subcommands.length === 0);
const home = mkdtempSync(join(tmpdir(), 'ringside-cli-'));

describe('ringside --help', () => {
  it('names every command under its heading, and ends with examples', async () => {
    const { exitCode, out } = await run(['--help']);
    expect(exitCode).toBe(0);
    for (const command of cli.commands) expect(out).toMatch(new RegExp(`^ {2}${command.name} `, 'm'));
    for (const group of new Set(cli.commands.map((command) => command.group))) expect(out).toContain(`${group}:`);
    expect(out).toMatch(/Examples:\n {2}ringside up/);
  });

  it('is what ringside alone and ringside help print', async () => {
    const { out } = await run(['--help']);
    expect((await run([])).out).toBe(out);
    expect((await run(['help'])).out).toBe(out);
  });

  it('of a group names its subcommands, and asking for none of them is a usage error', async () => {
    const { exitCode, out } = await run(['cluster']);
    expect(exitCode).toBe(64);
    expect(out).toMatch(/^ {2}kill /m);
  });
});

describe('a description', () => {
  it('fills the lines of the terminal, whatever lines its source has', async () => {
    const { out } = await run(['token', '--help'], { columns: () => 70 });
    const [, lines = ''] = /^Usage.*\n\n([^]*?)\n\n/.exec(out) ?? [];
    const words = lines
      .split('\n')
      .slice(1)
      .map((line) => line.split(' ')[0] ?? '');
    for (const [index, line] of lines.split('\n').slice(0, -1).entries()) expect(`${line} ${words[index]}`.length).toBeGreaterThan(70);
  });
});

describe.each(leaves.map((command) => [command.path, command] as const))('%s --help', (path, command) => {
  it('says what it does, with every option and at least two examples', async () => {
    const words = path.split(' ').slice(1);
    const { exitCode, out } = await run([...words, '--help']);
    expect(exitCode).toBe(0);
    expect(out).toContain(`Usage: ${path}`);
    for (const option of [...command.options, ...cli.globalOptions]) expect(out).toContain(option.flags);
    expect(command.examples.length).toBeGreaterThanOrEqual(2);
    for (const example of command.examples) expect(out).toContain(example.command);
    expect((await run(['help', ...words])).out).toBe(out);
  });
});

describe('describeCli()', () => {
  it('gives --dry-run to every command that changes something, and to no other', () => {
    for (const command of leaves) {
      expect([command.path, command.options.some((option) => option.flags === '--dry-run')]).toEqual([command.path, command.changes]);
    }
    expect(leaves.filter((command) => command.changes).length).toBeGreaterThanOrEqual(10);
  });

  it('never lets an option of a command hide a global one', () => {
    const global = cli.globalOptions.map((option) => /--[\w-]+/.exec(option.flags)?.[0]);
    for (const command of leaves) {
      for (const option of command.options) expect(global).not.toContain(/--[\w-]+/.exec(option.flags)?.[0]);
    }
  });

  it('leaves out options that Ringside passes to itself', () => {
    expect(JSON.stringify(cli)).not.toContain('--supervise');
  });
});

describe('mistakes', () => {
  it.each([
    [['statsu'], /unknown command 'statsu'/i, /Did you mean status\?/],
    [['cluster', 'kil', 'node1'], /unknown command 'kil'/i, /Did you mean kill\?/],
    [['help', 'statsu'], /Unknown command 'statsu'/, /Did you mean status\?/],
    [['status', '--keyspcae', 'x'], /unknown option '--keyspcae'/i, /Did you mean --keyspace\?/],
    [['up', '--nodes', '0'], /--nodes must be at least 1, not "0"/, /--help/],
    [['up', '--nodes', 'three'], /--nodes must be a whole number, not "three"/, /--help/],
    [['up', '--memory', 'much'], /--memory must be a size such as 512MiB or 2GiB, not "much"/, /--help/],
    [['up', '--port-base', '70000'], /70000 is not a port base/, /./],
    [['up', '--cassandra', '3.11'], /3\.11/, /./],
    [['token'], /missing required argument 'key'/i, /./],
    [['completion', 'bsah'], /no completion for "bsah"/, /Did you mean bash\?/],
    [['token', '--table', 'events', 'a'], /--table needs --keyspace/, /./],
    [['token', '--type', 'text,int', 'alice'], /1 operands do not make keys of 2 columns/, /./],
    [['status', '--timeout', 'soon'], /--timeout must be a duration/, /./],
    [['status', '--timeout', '25d'], /--timeout must be a duration .* of at most 24d, not "25d"/, /./],
  ])('%j ends with 64 in one sentence and a remedy', async (words, message, remedy) => {
    const { exitCode, out, err } = await run(words);
    expect(exitCode).toBe(64);
    expect(out).toBe('');
    const [sentence = '', advice = ''] = err.split('\n');
    expect(sentence).toMatch(message);
    expect(advice).toMatch(remedy);
  });

  it('are JSON on standard error with --json, wherever it stands', async () => {
    for (const words of [
      ['--json', 'statsu'],
      ['statsu', '--json'],
    ]) {
      const { out, err } = await run(words);
      expect(out).toBe('');
      expect(JSON.parse(err)).toMatchObject({ error: { code: 'INVALID_ARGUMENT', retryable: false } });
    }
  });

  it('have the exit code of the error table: a key that is not of its type is 65, no sidecar 69', async () => {
    const key = await run(['token', '--type', 'int', 'abc']);
    expect([key.exitCode, key.err]).toEqual([65, expect.stringContaining('INVALID_KEY')]);
    const nobody = await run(['status', '--sidecar', 'http://127.0.0.1:1']);
    expect([nobody.exitCode, nobody.err]).toEqual([69, expect.stringContaining('SIDECAR_UNAVAILABLE')]);
  });

  it('with no ring in the state folder, the cluster commands say where they looked', async () => {
    const { exitCode, err } = await run(['cluster', 'kill', 'node1', '--directory', home]);
    expect([exitCode, err]).toEqual([69, expect.stringContaining(`There is no ring in ${home}`)]);
  });
});

describe('the environment', () => {
  it('stands in for --sidecar; a variable that is empty counts as unset, and the option wins', async () => {
    const env = { RINGSIDE_SIDECAR: 'http://127.0.0.1:2', RINGSIDE_HOME: '' };
    expect((await run(['status'], { env })).err).toContain('No sidecar answers at http://127.0.0.1:2');
    expect((await run(['status', '--sidecar', 'http://127.0.0.1:1'], { env })).err).toContain('http://127.0.0.1:1');
    expect((await run(['drain', '--dry-run'], { env: { RINGSIDE_SIDECAR: '' } })).out).toContain('http://127.0.0.1:9043');
  });
});

describe('--json', () => {
  let sidecar: SimulatedSidecar;
  beforeAll(async () => {
    sidecar = await startSimulatedSidecar();
  });
  afterAll(() => sidecar.close());

  it.each([
    ['status'],
    ['status -k orders -c quorum'],
    ['ring'],
    ['ranges orders'],
    ['health'],
    ['token alice bob'],
    ['token -k orders --table events 7'],
    ['snapshot list'],
    ['snapshot create nightly -k orders'],
    ['snapshot create weekly --dry-run'],
    ['snapshot clear nightly'],
    ['snapshot clear nightly --dry-run'],
    ['drain'],
    ['drain --dry-run'],
    ['config explain'],
    ['doctor --port-base 61000'],
    ['completion bash'],
    ['version'],
    ['--version'],
    ['up --dry-run'],
    ['down --dry-run'],
    ['down'],
  ])('%s prints one JSON value and nothing else', async (line) => {
    const { out, err, exitCode } = await run([...line.split(' '), '--json', '--sidecar', sidecar.url, '--directory', home]);
    expect([line, err]).toEqual([line, '']);
    expect(JSON.parse(out)).toBeTypeOf('object');
    const { checks = [] } = JSON.parse(out) as { checks?: CheckResult[] };
    expect([line, exitCode]).toEqual([line, exitCodeOf(checks)]);
  });

  it('does not keep ringside doctor from ending with another code when there is a problem', async () => {
    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
    const { port } = thief.address() as AddressInfo;
    const { out, exitCode } = await run(['doctor', '--json', '--port-base', String(port - 42), '--directory', home]);
    thief.close();
    const { checks } = JSON.parse(out) as { checks: { name: string; outcome: string }[] };
    expect([exitCode, checks]).toEqual([69, expect.arrayContaining([expect.objectContaining({ name: 'Ports', outcome: 'problem' })])]);
  });
});
