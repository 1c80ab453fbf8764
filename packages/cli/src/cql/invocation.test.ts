import { describe, expect, it } from 'vitest';
import { readInvocation } from './invocation.ts';
import type { CqlOptions } from './options.ts';

describe('readInvocation()', () => {
  it.each<[string, readonly string[], CqlOptions, object]>([
    ['a file', ['schema.cql'], {}, { file: 'schema.cql' }],
    ['standard input', ['-'], {}, { file: '-' }],
    ['a host and its port', ['db.example', '9142'], {}, { host: 'db.example', port: 9142 }],
    ['an address', ['10.0.0.7'], {}, { host: '10.0.0.7' }],
    ['an address of version 6', ['::1'], {}, { host: '::1' }],
    ['localhost', ['localhost'], {}, { host: 'localhost' }],
    ['a host beside a file', ['db.example'], { file: 'a.cql' }, { host: 'db.example', file: 'a.cql' }],
    ['a host beside a statement', ['db', '9042'], { execute: 'x' }, { host: 'db', port: 9042, execute: 'x' }],
    [
      'seconds, as cqlsh has them',
      [],
      { requestTimeout: '30', connectTimeout: '1.5' },
      { requestTimeoutMs: 30_000, connectTimeoutMs: 1500 },
    ],
    ['a duration', [], { requestTimeout: '500ms' }, { requestTimeoutMs: 500 }],
  ])('takes %s', (_, operands, options, expected) => {
    expect(readInvocation(operands, options)).toEqual(expected);
  });

  it.each<[readonly string[], CqlOptions, string]>([
    [['a.cql'], { execute: 'x' }, 'A file and --execute'],
    [[], { execute: 'x', file: 'a.cql' }, 'A file and --execute'],
    [['10.0.0.7'], { node: 'node1' }, '--node is of the local ring'],
    [['10.0.0.7'], { host: '10.0.0.8' }, 'both name the host'],
    [['10.0.0.7', '9042'], { port: 9042 }, 'both name the port'],
    [['10.0.0.7', '90420'], {}, '90420 is not a port'],
    [['10.0.0.7', 'x'], {}, 'x is not a port'],
    [[], { requestTimeout: '0' }, '--request-timeout must be'],
    [[], { connectTimeout: 'soon' }, '--connect-timeout must be'],
  ])('refuses %j with %j', (operands, options, message) => {
    expect(() => readInvocation(operands, options)).toThrow(message);
  });
});
