import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SourceRow } from '../source.ts';
import { csvText } from '../testing/world.ts';
import { csvFile } from './csv-input.ts';
import { readCsv, type ReadCsvOptions } from './read-csv.ts';

const HEADER = 'customer,test,cell\n';

async function allRows(content: string | Uint8Array, options: ReadCsvOptions = {}, chunkBytes = 7): Promise<readonly SourceRow[]> {
  const opened = await readCsv(csvText(content, chunkBytes), options).open();
  return collect(opened.rows(undefined));
}

async function collect(rows: AsyncIterable<SourceRow>): Promise<readonly SourceRow[]> {
  const found: SourceRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

/** Each row as `line 7: customer/test/cell` or `line 7: fault`. */
async function read(content: string | Uint8Array, options: ReadCsvOptions = {}, chunkBytes = 7): Promise<readonly string[]> {
  const rows = await allRows(content, options, chunkBytes);
  return rows.map(({ place, fault, allocation }) => `${place}: ${fault ?? Object.values(allocation ?? {}).join('/')}`);
}

describe('readCsv()', () => {
  test('reads rows with quotes, line breaks inside them, and both kinds of line breaks', async () => {
    expect(await read(`${HEADER}ann,t,A\r\n"a ""b"", c",t,A\n"two\nlines",t,"A"\n\n\r\nbob,t,B\n`)).toEqual([
      'line 2: ann/t/A',
      'line 3: a "b", c/t/A',
      'lines 4 to 5: two\nlines/t/A',
      'line 8: bob/t/B',
    ]);
  });

  test('finds columns by the header, in any order, and skips those that it shall ignore', async () => {
    expect(await read('cell,when,test,customer\nA,2026,t,ann\n', { ignoreColumns: ['when'] })).toEqual(['line 2: ann/t/A']);
    const columns = { customerId: 'user', testId: 'experiment', cell: 'arm' };
    expect(await read('user;experiment;arm\nann;t;A\n', { columns, delimiter: ';' })).toEqual(['line 2: ann/t/A']);
  });

  test('skips a byte order mark, also before a quoted name with a line break', async () => {
    expect(await read(`\u{FEFF}${HEADER}ann,t,A\n`)).toEqual(['line 2: ann/t/A']);
    const columns = { customerId: 'the\ncustomer' };
    expect(await read('\u{FEFF}"the\ncustomer",test,cell\nann,t,A\n', { columns })).toEqual(['line 3: ann/t/A']);
  });

  test.each([
    ['customer,cell,extra\n', 'it has "customer", "cell", "extra"; missing: "test"; unknown: "extra"'],
    ['customer,test,cell,cell\n', 'it has "customer", "test", "cell", "cell"; repeated: "cell"'],
    ['', 'the file is empty'],
    ['customer,test,cell', 'the file ends without a line break, so it may be cut off'],
    [Buffer.from('\u{FEFF}customer,test,cell\n', 'utf16le'), 'it is not UTF-8'],
  ])('refuses the header %j', async (content, reason) => {
    const code = 'CSV_HEADER_UNUSABLE';
    await expect(readCsv(csvText(content)).open()).rejects.toMatchObject({ code, message: `The header cannot be used: ${reason}` });
  });

  test('one bad row costs only itself', async () => {
    const latin1 = Buffer.from('zo\u{EB},t,A\n', 'latin1');
    const bad = ['"a"b,t,A\n', 'a"b,t,A\n', 'a,t\n', 'a,t,A,x\n', ',t,A\n', `${'x'.repeat(1_025)},t,A\n`, 'a\rb,t,A\n', '"\u{0}"x"\n'];
    const content = Buffer.concat([Buffer.from(HEADER), latin1, ...bad.map((row) => Buffer.from(`${row}good,t,A\n`))]);
    const good = bad.map((_, at) => `line ${at * 2 + 4}: good/t/A`);
    const rows = await read(content);
    expect(rows.filter((row) => row.endsWith('good/t/A'))).toEqual(good);
    expect(rows.filter((row) => !row.endsWith('good/t/A'))).toEqual([
      'line 2: it is not UTF-8',
      'line 3: text follows a closing quote',
      'line 5: a quote is inside a field that is not quoted',
      'line 7: it has 2 fields, and the header has 3',
      'line 9: it has 4 fields, and the header has 3',
      'line 11: customerId is not a text of 1 to 1024 bytes',
      'line 13: customerId is not a text of 1 to 1024 bytes',
      'line 15: a carriage return is outside quotes',
      'line 17: text follows a closing quote',
    ]);
  });

  test('a quote that is not closed costs what could be its field, and nothing of it is loaded', async () => {
    expect(await read(`${HEADER}"ann,t,A\nbob,t,A\n"cem",t,A\ndan,t,A\n`)).toEqual([
      'lines 2 to 4: text follows a closing quote',
      'line 5: dan/t/A',
    ]);
    expect(await read(`${HEADER}"ann,t,A\nbob,t,A\n`)).toEqual(['lines 2 to 4: a quote is not closed']);
  });

  test('a row that is too long is not held in memory, and costs only itself', async () => {
    const [long] = await allRows(`${HEADER}${'x'.repeat(1_000)},t,A\n`, { maxRowBytes: 20 });
    expect(long).toMatchObject({ fault: 'it has more than 20 bytes; a quote may not be closed', text: 'x'.repeat(20) });
    expect(await read(`${HEADER}"${'x\n'.repeat(50)}",t,A\nann,t,A\n`, { maxRowBytes: 20 })).toEqual([
      'lines 2 to 52: it has more than 20 bytes; a quote may not be closed',
      'line 53: ann/t/A',
    ]);
  });

  test('a last row without a line break may be cut off', async () => {
    const cut = `${HEADER}ann,t,A\nbob,t,A`;
    expect(await read(cut)).toEqual(['line 2: ann/t/A', 'line 3: the file ends without a line break, so it may be cut off']);
    expect(await read(cut, { unterminatedLastRow: 'accept' })).toEqual(['line 2: ann/t/A', 'line 3: bob/t/A']);
  });

  test.each([{ delimiter: '"' }, { delimiter: ',,' }, { delimiter: 'ö' }, { maxRowBytes: 0 }, { maxRowBytes: 1e9 }])(
    'refuses %j',
    (options) => {
      expect(() => readCsv(csvText(HEADER), options)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    },
  );
});

/** A row, its bytes, and whether it can be read. */
interface Written {
  readonly bytes: Buffer;
  readonly expected: string;
}

const anId = fc.string({
  unit: fc.constantFrom('a', 'ö', '\u{1F600}', ',', '"', '\n', '\r\n', ' ', '\u{FEFF}'),
  minLength: 1,
  maxLength: 8,
});
const aLineBreak = fc.constantFrom('\n', '\r\n');
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const needsQuotes = (text: string): boolean => /[",\r\n]/.test(text);

const aGoodRow = fc
  .tuple(fc.array(fc.tuple(anId, fc.boolean()), { minLength: 3, maxLength: 3 }), aLineBreak)
  .map(([ids, lineBreak]): Written => {
    const fields = ids.map(([id, isQuoted]) => (isQuoted || needsQuotes(id) ? quoted(id) : id));
    return { bytes: Buffer.from(fields.join(',') + lineBreak), expected: ids.map(([id]) => id).join('/') };
  });
const aBadRow = fc
  .constantFrom('a,b\n', 'a"b,t,A\n', '"a"b,t,A\r\n', 'a,b,c,d\n', 'a\rb,t,A\n', ',t,A\n')
  .map((text): Written => ({ bytes: Buffer.from(text), expected: 'fault' }));
const wrongBytes = fc
  .constantFrom([0xff], [0xc3], [0xed, 0xa0, 0x80])
  .map((bytes): Written => ({ bytes: Buffer.from([0x61, ...bytes, 0x2c, 0x74, 0x2c, 0x41, 0x0a]), expected: 'fault' }));
const aRow = fc.oneof({ weight: 4, arbitrary: aGoodRow }, { weight: 1, arbitrary: aBadRow }, { weight: 1, arbitrary: wrongBytes });

test('whatever a file is made of, and however it is cut into chunks, each row comes once, and from any row on it can be resumed', async () => {
  const marks = fc.constantFrom('', '\u{FEFF}');
  await fc.assert(
    fc.asyncProperty(
      fc.array(aRow, { maxLength: 12 }),
      marks,
      fc.integer({ min: 1, max: 40 }),
      fc.nat(),
      async (rows, mark, chunkBytes, cut) => {
        const content = Buffer.concat([Buffer.from(`${mark}${HEADER}`), ...rows.map(({ bytes }) => bytes)]);
        const opened = await readCsv(csvText(content, chunkBytes)).open();
        const found = await collect(opened.rows(undefined));
        const told = found.map(({ allocation, fault }) => (fault === undefined ? Object.values(allocation ?? {}).join('/') : 'fault'));
        expect(told).toEqual(rows.map(({ expected }) => expected));
        const at = cut % (found.length + 1);
        const position: unknown = at === 0 ? undefined : JSON.parse(JSON.stringify(found[at - 1]?.position));
        expect(await collect(opened.rows(position))).toEqual(found.slice(at));
        expect(found.at(-1)?.done ?? content.length).toBe(content.length);
      },
    ),
    { numRuns: 300 },
  );
});

describe('csvFile()', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'allocations-load-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function file(name: string, content: string): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  test('reads a file that is longer than a chunk, up to the size that it had', async () => {
    const path = file('long.csv', HEADER + 'ann,t,A\n'.repeat(20_000));
    const opened = await readCsv(csvFile(path)).open();
    writeFileSync(path, 'bob,t,A\n', { flag: 'a' });
    const rows = await collect(opened.rows(undefined));
    expect(rows).toHaveLength(20_000);
    expect(rows.at(-1)).toMatchObject({ place: 'line 20001', allocation: { customerId: 'ann' }, done: opened.total });
  });

  test('is the same file after it was copied, and another one after a change', async () => {
    const { identity } = await csvFile(file('a.csv', HEADER)).describe();
    expect(await csvFile(file('b.csv', HEADER)).describe()).toEqual({ identity, sizeBytes: HEADER.length });
    expect((await csvFile(file('c.csv', HEADER.replace('cell', 'CELL'))).describe()).identity).not.toBe(identity);
  });

  test('ends when its signal aborts', async () => {
    const path = file('aborted.csv', HEADER + 'ann,t,A\n'.repeat(200_000));
    await expect(readCsv(csvFile(path)).open(AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' });
    const abort = new AbortController();
    const reading = async (): Promise<void> => {
      for await (const _ of (await readCsv(csvFile(path)).open()).rows(undefined, abort.signal)) abort.abort();
    };
    await expect(reading()).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('fails as Node.js does where the file is missing', async () => {
    await expect(readCsv(csvFile(join(folder, 'none.csv'))).open()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
