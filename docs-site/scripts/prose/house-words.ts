import type { ProseFault } from './lint.ts';

/** A spelling that this site does not use, and the one that it does. */
interface HouseWord {
  readonly not: RegExp;
  readonly rather: string;
}

const words: readonly HouseWord[] = [
  { not: /\bdata cent(?:er|re)s?\b/gi, rather: 'datacenter' },
  { not: /\bss ?tables?\b(?<!SSTables?)/gi, rather: 'SSTable' },
  { not: /\bmem ?tables\b(?<!memtables|Memtables)/g, rather: 'memtables' },
  { not: /\b(?:simply|obviously|of course|easily)\b/gi, rather: 'nothing: it helps nobody who does not find it so' },
  { not: /\b(?:blazing|seamless|leverages?|cutting-edge|best-in-class|robust)\b/gi, rather: 'what it does, in plain words' },
  { not: /\b(?:whitelist|blacklist|master|slave)\b/gi, rather: 'allowed, refused, leader, replica' },
];

/** Every use of a spelling that this site does not use. */
export function houseWords(text: string): readonly ProseFault[] {
  return words.flatMap(({ not, rather }) =>
    [...text.matchAll(not)].map((match) => ({
      line: text.slice(0, match.index).split('\n').length,
      message: `"${match[0]}": write ${rather}`,
    })),
  );
}
