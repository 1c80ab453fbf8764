import { optionsOf } from '@ringside/cli-kit/testing';
import { describe, expect, it } from 'vitest';
import { run } from '../testing/run.ts';
import { readInvocation } from './invocation.ts';
import { CQL_OPTIONS } from './options.ts';

const nothing = optionsOf(CQL_OPTIONS);

describe('readInvocation()', () => {
  it.each([
    ['a file', 'schema.cql', undefined, [], { file: 'schema.cql' }],
    ['standard input', '-', undefined, [], { file: '-' }],
    ['a host and its port', 'db.example', 9142, [], { host: 'db.example', port: 9142 }],
    ['an address', '10.0.0.7', undefined, [], { host: '10.0.0.7' }],
    ['an address of version 6', '::1', undefined, [], { host: '::1' }],
    ['localhost', 'localhost', undefined, [], { host: 'localhost' }],
    ['a host beside a file', 'db.example', undefined, ['-f', 'a.cql'], { host: 'db.example', file: 'a.cql' }],
    ['a host beside a statement', 'db', 9042, ['-e', 'x'], { host: 'db', port: 9042, execute: 'x' }],
    [
      'seconds, as cqlsh has them',
      undefined,
      undefined,
      ['--request-timeout', '30', '--connect-timeout', '1.5'],
      { requestTimeoutMs: 30_000, connectTimeoutMs: 1500 },
    ],
    ['a duration', undefined, undefined, ['--request-timeout', '500ms'], { requestTimeoutMs: 500 }],
  ])('takes %s', (_, file, port, words, expected) => {
    expect(readInvocation({ file, port }, optionsOf(CQL_OPTIONS, words))).toEqual({ ...nothing, ...expected });
  });
});

describe('ringside cql', () => {
  it.each([
    ['a.cql -e x', 'A file and --execute'],
    ['-e x -f a.cql', 'A file and --execute'],
    ['10.0.0.7 --node node1', '--node is of the local ring'],
    ['10.0.0.7 --host 10.0.0.8', 'both name the host'],
    ['10.0.0.7 9042 --port 9042', 'both name the port'],
    ['10.0.0.7 90420', '90420 is not a port'],
    ['10.0.0.7 x', 'x is not a port'],
    ['--host 10.0.0.7 --port 90420', '--port must be at most 65535, not "90420"'],
    ['--request-timeout 0', '--request-timeout must be'],
    ['--connect-timeout soon', '--connect-timeout must be'],
  ])('refuses %s', async (line, message) => {
    const { exitCode, err } = await run(['cql', ...line.split(' ')]);
    expect([exitCode, err]).toEqual([64, expect.stringContaining(message)]);
  });
});
