import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shellQuoted, shellWord } from './shell-word.ts';

it('shellWord() leaves alone what no shell takes for anything special', () => {
  expect(['/tmp/a-b_c', 'x=1', '', 'a b', "it's"].map(shellWord)).toEqual(['/tmp/a-b_c', 'x=1', "''", "'a b'", String.raw`'it'\''s'`]);
  expect(shellQuoted('plain')).toBe("'plain'");
});

it('shellWord() and shellQuoted() give one word that a shell reads as the text', () => {
  const texts = fc.sample(
    fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
    { numRuns: 200, seed: 7 },
  );
  const words = texts.flatMap((text) => [shellWord(text), shellQuoted(text)]);
  const read = execFileSync('/bin/sh', { input: `printf '%s\\0' ${words.join(' ')}\n`, encoding: 'utf8' });
  expect(read.split('\0').slice(0, -1)).toEqual(texts.flatMap((text) => [text, text]));
});
