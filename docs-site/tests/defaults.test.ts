import { readFile } from 'node:fs/promises';
import { toString } from 'mdast-util-to-string';
import { describe, expect, it } from 'vitest';
import { comparison } from '../plugins/defaults/compare.ts';
import { defaultsInSource, placeDefaults } from '../plugins/defaults/place.ts';
import { defaultsTable, lookUpDefault, versionOf } from '../plugins/defaults/table.ts';
import { refuseTypedDefaults, typedDefaults } from '../plugins/defaults/typed.ts';
import { shownValue } from '../plugins/defaults/value.ts';
import { parsePage } from '../plugins/page/parse.ts';
import { pageFiles } from '../scripts/fences/page.ts';
import { computeFigures } from '../scripts/generate/figures.ts';
import { defaultsPage } from '../scripts/generate/defaults.ts';
import { meanings } from '../scripts/generate/defaults-meanings.ts';

const FILE = '/srv/docs/learn/gossip.mdx';
const recorded = defaultsTable();

/** A table of two versions, in which a setting changed its name, and one its value. */
const small = {
  '4.0.1': { tag: 'cassandra-4.0.1', commit: 'a', former: {}, code: { wait_in_ms: '2000', on: 'true' }, shipped: { wait_in_ms: '2000' } },
  '5.0.1': {
    tag: 'cassandra-5.0.1',
    commit: 'b',
    former: { wait_in_ms: 'wait' },
    code: { wait: '1800ms', on: 'true', size: null },
    shipped: { wait: '1000ms' },
    latest: { wait: '1000ms', size: '8MiB' },
  },
};

describe('shownValue()', () => {
  it.each([
    ['a', '10000ms', '10 s'],
    ['a', '1800ms', '1,800 ms'],
    ['a', '3h', '3 h'],
    ['a', '24h', '24 h'],
    ['a', '48h', '2 d'],
    ['a', '2m', '2 min'],
    ['a', '500us', '500 µs'],
    ['a', '1024KiB', '1 MiB'],
    ['a', '64MiB/s', '64 MiB/s'],
    ['a', '0ms', '0 ms'],
    ['a', '100000', '100,000'],
    ['a', '0.2', '0.2'],
    ['a', 'periodic', 'periodic'],
    ['write_request_timeout_in_ms', '2000', '2 s'],
    ['compaction_throughput_mb_per_sec', '64', '64 MiB/s'],
    ['stream_throughput_outbound_megabits_per_sec', '200', '200 Mbit/s'],
    ['counter_cache_save_period', '7200', '2 h'],
    ['batch_size_fail_threshold_in_kb', '50', '50 KiB'],
  ])('tells %s: %s as "%s"', (key, value, shown) => expect(shownValue(key, value)).toBe(shown));

  it('tells nothing of a setting that is unset', () => expect(shownValue('a', null)).toBeUndefined());
});

describe('lookUpDefault()', () => {
  it('finds a setting of each version by any of its names', () => {
    expect(lookUpDefault(small, '4.0.1', 'wait')).toEqual({
      key: 'wait_in_ms',
      values: { code: '2 s', shipped: '2 s', latest: '2 s' },
      isOne: true,
    });
    expect(lookUpDefault(small, '5.0.1', 'wait_in_ms')).toMatchObject({ key: 'wait', values: { code: '1,800 ms', shipped: '1 s' } });
  });

  it('names the nearest setting for one that is not there', () => {
    expect(() => lookUpDefault(small, '5.0.1', 'waits')).toThrow('Cassandra 5.0.1 has no setting "waits"; did you mean "wait"?');
    expect(versionOf(small, '5.0')).toBe('5.0.1');
    expect(versionOf(small, '3.0')).toBeUndefined();
  });

  it('compares the files of a version in one cell', () => {
    expect(['4.0.1', '5.0.1'].map((version) => comparison(small, version, 'wait'))).toEqual(['2 s', 'code 1,800 ms, shipped 1 s']);
    expect(['4.0.1', '5.0.1'].map((version) => comparison(small, version, 'size'))).toEqual(['–', 'shipped unset, latest 8 MiB']);
  });
});

describe('<Default> on a page', () => {
  const place = (source: string): string => {
    const tree = parsePage(source, FILE);
    placeDefaults(tree, FILE);
    return toString(tree);
  };

  it('becomes text of its sentence, of the version and the file that are asked for', () => {
    expect(place('Every <Default of="hints_flush_period" />.')).toBe('Every 10 s.');
    expect(
      place(
        '<Default of="cas_contention_timeout" from="shipped" />, on 6.0 <Default of="cas_contention_timeout" from="shipped" cassandra="6.0" />',
      ),
    ).toBe('1 s, on 6.0 5 s');
    expect(place('It is <Default of="auto_snapshot" as="switch" />, the row cache <Default of="row_cache_size" as="switch" />.')).toBe(
      'It is on, the row cache off.',
    );
  });

  it('is a fault where what it is depends on a file that the page does not name, or where there is nothing to show', () => {
    expect(() => place('text\n\n<Default of="cas_contention_timeout" />')).toThrow(
      'gossip.mdx:3: What "cas_contention_timeout" is depends on the file: code 1,800 ms, shipped 1 s, latest 1 s. Say which one',
    );
    expect(() => place('<Default of="num_tokens" from="code" />')).toThrow('"num_tokens" is unset in Cassandra 5.0.9');
    expect(() => place('<Default of="hints_flush_periods" />')).toThrow('did you mean "hints_flush_period"?');
    expect(() => place('<Default of="hints_flush_period" cassandra="3.0" />')).toThrow('The table of defaults has no Cassandra 3.0');
    expect(() => place('<Default of="hints_flush_period" from="file" />')).toThrow('from="file" is none of code, shipped, latest');
    expect(() => place('a <DefaultTable of="hints_flush_period" /> b')).toThrow('<DefaultTable> stands alone in its line');
    expect(() => place('<DefaultTable of="hints_flush_periods" />')).toThrow('did you mean');
  });

  it('is in the Markdown copy as well, a table as a table', () => {
    expect(
      defaultsInSource('Every <Default of="hints_flush_period" />, <Default of="commitlog_sync" from="shipped" as="code" />.', FILE),
    ).toBe('Every 10 s, `periodic`.');
    expect(defaultsInSource('<DefaultTable of="write_request_timeout" />\n', FILE)).toBe(
      '| setting | 4.0.19 | 4.1.10 | 5.0.9 | 6.0-alpha2 |\n| --- | --- | --- | --- | --- |\n| `write_request_timeout` | 2 s | 2 s | 2 s | code 2 s, shipped 10 s |\n',
    );
  });
});

describe('typedDefaults()', () => {
  const typed = (source: string): readonly string[] => typedDefaults(parsePage(source, FILE)).map(({ key }) => key);

  it.each([
    'Hints are kept for `max_hint_window`, three hours unless you changed it.',
    'It waits `write_request_timeout` (2 s).',
    'When it is above `phi_convict_threshold`, 8 by default, it is down.',
    'It is off by default (`row_cache_size`).',
    'With `auto_snapshot`, which is on by default, it stays.',
    'Paxos as it is by default (`paxos_variant: v1`).',
    'The default of `storage_compatibility_mode` is `CASSANDRA_4`.',
    'It gets `default_keyspace_rf`, which is one.',
    'The `cassandra.yaml` of 5.0 has `num_tokens: 16` in it.',
    '| `hints_flush_period` | 10 s |\n| --- | --- |\n| a | b |',
  ])('finds the planted "%s"', (sentence) => expect(typed(sentence)).toHaveLength(1));

  it.each([
    'Every <Default of="hints_flush_period" /> (`hints_flush_period`).',
    'Set `commitlog_sync: batch` where replicas can fail together.',
    '5.0 made it a guardrail, `partition_size_warn_threshold`, which has no default.',
    'Set `max_hint_window`. It takes three hours.',
    '`sleep 5 s` is a command, and by default 3 nodes run it.',
  ])('leaves "%s" alone', (sentence) => expect(typed(sentence)).toEqual([]));

  it('finds none on the pages of Learn, Operate and Quick start, which the build refuses', { timeout: 60_000 }, async () => {
    const files = [...(await pageFiles())].filter(([id]) => /^(?:learn\/|operate\/|quick-start)/.test(id));
    expect(files.length).toBeGreaterThan(30);
    const faults = await Promise.all(
      files.map(async ([id, file]) =>
        typedDefaults(parsePage(await readFile(file, 'utf8'), file)).map(({ sentence }) => `${id}: ${sentence}`),
      ),
    );
    expect(faults.flat()).toEqual([]);
    expect(() => refuseTypedDefaults(parsePage('# A\n\n`max_hint_window`, 3 h.', FILE), FILE)).toThrow(
      'gossip.mdx:3: What "max_hint_window" is by default is typed here: "max_hint_window, 3 h.". Write <Default of="max_hint_window" />',
    );
  });
});

describe('the table of defaults', () => {
  it('names the released sources that its files were read from', () => {
    expect(Object.keys(recorded)).toEqual(['4.0.19', '4.1.10', '5.0.9', '6.0-alpha2']);
    for (const [version, { tag, commit }] of Object.entries(recorded)) {
      expect(tag).toBe(`cassandra-${version}`);
      expect(commit).toMatch(/^[0-9a-f]{40}$/);
    }
  });

  it('tells apart what readers of one file get wrong: the time-outs that 6.0 ships are not those of its code', () => {
    const six = lookUpDefault(recorded, '6.0-alpha2', 'write_request_timeout').values;
    expect(six).toMatchObject({ code: '2 s', shipped: '10 s' });
  });

  it('is where figures come from that would cite a setting: no figure cites one by hand', async () => {
    const figures = Object.entries(await computeFigures()).flatMap(([page, own]) =>
      Object.entries(own).map(([name, figure]) => ({ page, name, figure })),
    );
    const cited = figures.flatMap(({ page, name, figure }) =>
      typeof figure === 'object' && 'source' in figure ? [{ page, name, source: figure.source }] : [],
    );
    expect(cited.length).toBeGreaterThan(10);
    const ofFile = cited.filter(({ source }) => /Config\.java|cassandra(?:_latest)?\.yaml/.test(source));
    const keys = new Set(Object.values(recorded).flatMap(({ code }) => Object.keys(code)));
    expect(ofFile.filter(({ source }) => source.split(/[\s,;:()]+/).some((word) => keys.has(word)))).toEqual([]);
  });

  it('has every setting on its page, with a meaning only for one that there is', () => {
    const page = defaultsPage();
    expect(page).toContain('| `write_request_timeout` | 2 s | 2 s | 2 s | **code 2 s, shipped 10 s** |');
    const known = new Set(Object.values(recorded).flatMap(({ code }) => Object.keys(code)));
    expect(Object.keys(meanings).filter((name) => !known.has(name))).toEqual([]);
  });
});
