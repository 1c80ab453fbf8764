import { afterEach, describe, expect, it, vi } from 'vitest';
import { drift } from '../scripts/fences/compare.ts';
import { relocate } from '../scripts/quick-start/place.ts';
import { VARIES_BY_RUN } from '../scripts/quick-start/steps.ts';
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

describe('two runs of Quick start', () => {
  const differ = (shown: string, printed: string): string => drift(shown, printed, VARIES_BY_RUN);

  it('are alike when only times, ids, loads and the Java differ', () => {
    const run = (time: string, id: string, load: string, java: string): string =>
      `  ✔ Cassandra 5.0.9 on ${java}      ${time}\nUN  127.0.0.1  ${load}  1  33.3%  ${id}  rack1`;
    const first = run('12.9 s', '25291afa-1d1d-466d-bbad-1647746dc627', '79.75 KiB', 'Java 17.0.15');
    expect(differ(first, run('1 m 15 s', '059c97f9-91ff-465f-91e3-d09e50416ad0', '109.85 KiB', 'Java 11'))).toBe('');
  });

  it.each([
    ['UN  127.0.0.1', 'DN  127.0.0.1'],
    ['alice  5699955792253506986', 'alice  5699955792253506987'],
    ['The ring is up.', 'The ring is here.'],
  ])('differ by a planted difference: %s', (shown, printed) => {
    const line = (text: string): string => text.replace(/ +/g, ' ');
    expect(differ(shown, printed)).toBe(`- ${line(shown)}\n+ ${line(printed)}`);
  });

  it('are alike in a new clone and in one that was used before', () => {
    const docs = (built: string, state: string): string =>
      `  ✔ Sources are compiled  2 s\n${built}  Docs       http://127.0.0.1:9080/${state}\n  Data  here`;
    const [first, used] = [docs('  ✔ Dashboard is built  0.5 s\n  ✔ Cassandra is fetched  46 s\n', '  (being built)'), docs('', '')];
    expect([differ(first, used), differ(docs('', '  (being rebuilt; until then the last pages)'), used)]).toEqual(['', '']);
    expect(differ(docs('', '  (could not be built)'), used)).not.toBe('');
  });
});
