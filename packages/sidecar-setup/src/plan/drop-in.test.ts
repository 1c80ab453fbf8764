import { expect, test } from 'vitest';
import { blocksIn, dropInBlock, withBlock, withoutBlock } from './drop-in.ts';

const STOCK = '# a comment\n-ea\n-Xss256k\n';
const block = dropInBlock('10.0.0.1:9042', ['-javaagent:/a.jar=config=/p', '-Db=c']);
const other = dropInBlock('10.0.0.2:9042', ['-Dx=y']);

test.each([STOCK, '', '-ea', `${STOCK}\n\n`])(
  'what is put in and taken out leaves the file as it was, but for a missing last line end: %j',
  (text) => {
    const withIt = withBlock(text, '10.0.0.1:9042', block);
    expect(
      withIt
        .split('\n')
        .filter((line) => line.startsWith('-'))
        .slice(-2),
    ).toEqual(['-javaagent:/a.jar=config=/p', '-Db=c']);
    expect(withoutBlock(withIt, '10.0.0.1:9042')).toBe(text === '-ea' ? '-ea\n' : text);
  },
);

test('a second block of the same node takes the place of the first, and that of another node stays', () => {
  const both = withBlock(withBlock(STOCK, '10.0.0.1:9042', block), '10.0.0.2:9042', other);
  const changed = dropInBlock('10.0.0.1:9042', ['-Dnew=$1']);
  expect(withBlock(both, '10.0.0.1:9042', changed)).toBe(`${STOCK}${changed}${other}`);
  expect([...blocksIn(both).keys()]).toEqual(['10.0.0.1:9042', '10.0.0.2:9042']);
  expect(withoutBlock(both, '10.0.0.1:9042')).toBe(`${STOCK}${other}`);
});

test('a block whose end somebody deleted is none, and the file is left alone', () => {
  const torn = `${STOCK}${block.split('\n').slice(0, -2).join('\n')}\n${other}`;
  expect(withoutBlock(torn, '10.0.0.1:9042')).toBe(torn);
  expect([...blocksIn(torn).keys()]).toEqual(['10.0.0.2:9042']);
});
