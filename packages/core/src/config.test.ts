import { describe, expect, it } from 'vitest';
import { explainConfig, resolveConfig } from './config.ts';
import type { ConfigTable } from './config-table.ts';
import { LONGEST_TIMER_MS } from './clock.ts';
import { isOpsError } from './errors/ops-error.ts';

const table: ConfigTable = [
  { key: 'listen.port', type: 'integer', default: 9043, env: 'PORT', flag: 'port', doc: 'The port.' },
  { key: 'request.timeout', type: 'duration', default: '30s', doc: 'How long a request may take.' },
  { key: 'memory', type: 'bytes', default: '160MiB', doc: 'The heap.' },
  { key: 'token', type: 'string', env: 'TOKEN', secret: true, doc: 'The secret.' },
  { key: 'seeds', type: 'string[]', default: [], doc: 'The seeds.' },
];

function codeOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return isOpsError(error) ? error.code : error;
  }
  return undefined;
}

describe('resolveConfig()', () => {
  it('takes defaults as the file would write them', () => {
    const { values, origins } = resolveConfig(table);
    expect(values).toEqual({ 'listen.port': 9043, 'request.timeout': 30_000, memory: 160 * 2 ** 20, token: undefined, seeds: [] });
    expect(new Set(Object.values(origins))).toEqual(new Set(['default']));
  });

  it('lets flags win over the environment, that over the file, nested or dotted', () => {
    const file = { listen: { port: 1 }, 'request.timeout': '5s' };
    expect(resolveConfig(table, { file }).values['listen.port']).toBe(1);
    expect(resolveConfig(table, { file, env: { PORT: '2' } }).values['listen.port']).toBe(2);
    const all = resolveConfig(table, { file, env: { PORT: '2' }, flags: { port: 3 } });
    expect([all.values['listen.port'], all.origins['listen.port']]).toEqual([3, 'flag']);
    expect([all.values['request.timeout'], all.origins['request.timeout']]).toEqual([5_000, 'file']);
  });

  it('refuses an unknown key and names the near miss', () => {
    const wrong = (): unknown => resolveConfig(table, { file: { listen: { prot: 1 } }, fileName: 'sidecar.json' });
    expect(codeOf(wrong)).toBe('CONFIG_UNKNOWN_KEY');
    expect(wrong).toThrow('sidecar.json: unknown key listen.prot; did you mean listen.port?');
  });

  it.each([
    [{ listen: { port: 'nine' } }],
    [{ listen: { port: 1.5 } }],
    [{ 'request.timeout': 'soon' }],
    [{ memory: -1 }],
    [{ seeds: [1] }],
  ])('refuses a value of the wrong type: %j', (file) => {
    expect(codeOf(() => resolveConfig(table, { file }))).toBe('CONFIG_INVALID');
  });

  it('does not show the value of a secret that is wrong', () => {
    expect(() => resolveConfig(table, { file: { token: 12345 } })).toThrow(/^(?!.*12345)/s);
  });
});

describe('explainConfig()', () => {
  it('masks secrets and says where each value came from', () => {
    const lines = explainConfig(table, resolveConfig(table, { env: { TOKEN: 'hunter2', PORT: '7' } }));
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(lines[0]).toMatchObject({ key: 'listen.port', value: '7', origin: 'env', default: '9043' });
    expect(lines[3]).toMatchObject({ value: '(secret)', origin: 'env', default: '(unset)' });
    expect(lines[1]).toMatchObject({ unit: 'ms', value: '30000', default: '30s' });
  });
});

describe('a duration', () => {
  const read = (timeout: unknown): unknown =>
    resolveConfig([{ key: 'timeout', type: 'duration', doc: '' }], { file: { timeout } }).values['timeout'];

  it('is at most what a timer runs for: a longer one would be over at once', () => {
    expect(read('24d')).toBe(24 * 86_400_000);
    expect(read(LONGEST_TIMER_MS)).toBe(LONGEST_TIMER_MS);
    for (const tooLong of ['25d', LONGEST_TIMER_MS + 1, '1e9d', `${'9'.repeat(400)}d`, Number.POSITIVE_INFINITY])
      expect(() => read(tooLong)).toThrow(/timeout .* is not a duration such as 500ms, 30s or 2d, of at most 24d/);
  });
});
