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
  { not: /\b(?:taken|held) for (?:dead|down)\b/gi, rather: 'considered down, or marked down' },
  { not: /\bunless told\b/gi, rather: 'by default, or unless something is set' },
  { not: /\bwithout more ado\b/gi, rather: 'automatically' },
  { not: /\bfor ever\b|\brenewed no more\b/gi, rather: 'permanently, or no longer' },
  { not: /\bworth seeing\b|\bthings to see\b/gi, rather: 'Notice three things' },
  { not: /\bhangs on (?:the|how|what|which)\b/gi, rather: 'depends on' },
  { not: /\bwhoever knows\b/gi, rather: 'If you know' },
  { not: /\bunder way\b/gi, rather: 'in progress' },
  { not: /\b(?:twice as|too) dear\b/gi, rather: 'expensive' },
  { not: /\bdrawing lots\b|\bplain bargain\b|\bthink again when\b/gi, rather: 'it in plain words: random, a trade, revisit when' },
  { not: /\b(?:many|few) tokens a node\b/gi, rather: 'tokens per node' },
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
