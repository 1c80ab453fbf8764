import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLiveLine } from './live-line.ts';
import { progressBar } from './progress-bar.ts';
import { createStyle, visibleWidth, wantsColour } from './style.ts';
import { renderTable } from './table.ts';

const cell = fc.string({ unit: fc.constantFrom('a', 'é', '7', '█', '-') });

describe('renderTable()', () => {
  it('puts every column of every row at the same place, colours or not', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
        const columns = [{ heading: 'One' }, { heading: 'Two', align: 'right' as const }, { heading: 'End' }];
        const coloured = rows.map(([a, b]) => [createStyle(true).red(a), b, 'x']);
        const text = renderTable(columns, coloured, createStyle(true));
        const plain = renderTable(
          columns,
          rows.map(([a, b]) => [a, b, 'x']),
        );
        const lines = text.trimEnd().split('\n').map(visibleWidth);
        expect(lines).toEqual(plain.trimEnd().split('\n').map(visibleWidth));
        expect(new Set(lines.slice(1)).size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('leaves no blanks at the end of a line, and shows the heading of an empty table', () => {
    expect(renderTable([{ heading: 'Name' }, { heading: 'Remark' }], [['longer name', '']])).toBe('Name         Remark\nlonger name\n');
    expect(renderTable([{ heading: 'Name' }], [])).toBe('Name\n');
  });
});

describe('progressBar()', () => {
  it('has its width at every fraction, and never shrinks as the fraction grows', () => {
    const filled = (bar: string): number => Array.from(bar).filter((character) => character !== '░').length;
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (a, more, width) => {
          expect(Array.from(progressBar(a, width))).toHaveLength(width);
          expect(filled(progressBar(a + more, width))).toBeGreaterThanOrEqual(filled(progressBar(a, width)));
        },
      ),
    );
  });

  it('is empty at 0 and full at 1', () => {
    expect(progressBar(0, 4)).toBe('░░░░');
    expect(progressBar(1, 4)).toBe('████');
    expect(progressBar(0.5, 4)).toBe('██░░');
  });
});

describe('wantsColour()', () => {
  it.each([
    ['a terminal', {}, true, undefined, true],
    ['no terminal', {}, false, undefined, false],
    ['NO_COLOR', { NO_COLOR: '1' }, true, undefined, false],
    ['an empty NO_COLOR, which means nothing', { NO_COLOR: '' }, true, undefined, true],
    ['NO_COLOR over FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, undefined, false],
    ['FORCE_COLOR without a terminal', { FORCE_COLOR: '1' }, false, undefined, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, undefined, false],
    ['a dumb terminal', { TERM: 'dumb' }, true, undefined, false],
    ['--no-color', { FORCE_COLOR: '1' }, true, false, false],
  ] as const)('with %s', (_, env, isTerminal, option, expected) => {
    expect(wantsColour({ env }, isTerminal, option)).toBe(expected);
  });
});

describe('createLiveLine()', () => {
  it('takes the live line away before a line that stays, and draws it again after', () => {
    let written = '';
    const line = createLiveLine({ err: (text) => void (written += text), columns: () => 20 });
    line.draw('working');
    line.print('done');
    line.clear();
    expect(written).toBe('\r\u001B[2Kworking\r\u001B[2Kdone\nworking\r\u001B[2K');
  });

  it('cuts no colour in half', () => {
    let written = '';
    createLiveLine({ err: (text) => void (written += text), columns: () => 6 }).draw(createStyle(true).red('red text'));
    expect(written).toBe('\r\u001B[2Kred t');
  });

  it('never draws more than the terminal is wide, so that it stays one line', () => {
    let written = '';
    createLiveLine({ err: (text) => void (written += text), columns: () => 10 }).draw('x'.repeat(50));
    expect(visibleWidth(written.replace('\r\u001B[2K', ''))).toBe(9);
  });
});
