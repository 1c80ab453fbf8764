import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { difference, normalise } from '../scripts/quick-start/normalise.ts';
import { relocate } from '../scripts/quick-start/place.ts';
import { readerEnvironment } from '../scripts/quick-start/terminal.ts';

const place = { root: '/srv/clone', home: '/tmp/scratch/.ringside', portBase: 8600 };

describe('relocate()', () => {
  it('shows the paths and ports that a reader would have, and no colours', () => {
    const printed =
      '\u001B[32mThe ring is up.\u001B[0m\nCQL 127.0.0.1:8642\nSidecar http://127.0.0.1:8643\nData /tmp/scratch/.ringside  \nnpm warn Unknown\n/srv/clone\n';
    expect(relocate(printed, place)).toBe(
      'The ring is up.\nCQL 127.0.0.1:9042\nSidecar http://127.0.0.1:9043\nData ~/ringside/.ringside\n~/ringside',
    );
  });

  it('leaves a number alone that only contains a port', () => {
    expect(relocate('token 5699864253506986, 1.8642', place)).toBe('token 5699864253506986, 1.8642');
  });
});

describe('readerEnvironment()', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('has no colours and nothing of the runner that started it, and everything else', () => {
    for (const name of ['FORCE_COLOR', 'NX_TASK_HASH', 'NODE_ENV', 'NODE_OPTIONS', 'npm_lifecycle_event']) vi.stubEnv(name, 'planted');
    vi.stubEnv('JAVA_HOME', '/opt/java');
    const environment = readerEnvironment({ COLUMNS: '100' });
    expect(environment).toMatchObject({ NO_COLOR: '1', COLUMNS: '100', JAVA_HOME: '/opt/java', PATH: process.env['PATH'] });
    expect(Object.values(environment)).not.toContain('planted');
  });
});

describe('normalise()', () => {
  it('makes two good runs equal', () => {
    const run = (time: string, id: string, load: string): string =>
      `  ✔ 3 nodes up      ${time}\nUN  127.0.0.1  ${load}  1  33.3%  ${id}  rack1`;
    const first = run('12.9 s', '25291afa-1d1d-466d-bbad-1647746dc627', '79.75 KiB');
    const second = run('1 m 15 s', '059c97f9-91ff-465f-91e3-d09e50416ad0', '109.85 KiB');
    expect(normalise(first)).toBe(normalise(second));
  });

  it('keeps a planted difference: a node that is down, another token, another word', () => {
    for (const [kept, got] of [
      ['UN  127.0.0.1', 'DN  127.0.0.1'],
      ['alice  5699955792253506986', 'alice  5699955792253506987'],
      ['The ring is up.', 'The ring is here.'],
    ] as const) {
      expect(difference(normalise(kept), normalise(got))).toBe(`- ${kept}\n+ ${got}`);
    }
  });

  it('takes a clone that was used before for a new one', () => {
    const docs = (state: string): string => normalise(`  Docs       http://127.0.0.1:9080/${state}\n  Data  here`);
    expect([docs('  (being built)'), docs('  (being rebuilt; until then the last pages)')]).toEqual([docs(''), docs('')]);
    expect(docs('  (could not be built)')).not.toBe(docs(''));
  });

  it('does nothing more the second time', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(normalise(normalise(text))).toBe(normalise(text));
      }),
    );
  });
});

describe('difference()', () => {
  it('is empty for equal texts only', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(difference(a, b) === '').toBe(a === b);
      }),
    );
  });
});
