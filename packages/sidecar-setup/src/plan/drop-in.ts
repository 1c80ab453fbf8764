import { createHash } from 'node:crypto';

/**
 * The lines that have the next start of a node load the control agent, as a block of `jvm-server.options`. The distribution's scripts take every line
 * of that file that begins with a dash, word by word.
 *
 * @param name what the node is called
 * @param lines options of the JVM, without blanks
 */
export function dropInBlock(name: string, lines: readonly string[]): string {
  return [beginOf(name), '# Written by "ringside sidecar init"; "ringside sidecar remove" takes it out.', ...lines, endOf(name), ''].join(
    '\n',
  );
}

function beginOf(name: string): string {
  return `# ringside: begin ${name}`;
}

function endOf(name: string): string {
  return `# ringside: end ${name}`;
}

/** The blocks of a file by the names of their nodes. Pure. A block without an end is none. */
export function blocksIn(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/^# ringside: begin (.+)\n(?:(?!# ringside: ).*\n)*# ringside: end \1(?:\n|$)/gm);
  return new Map(Array.from(found, ([block, name = '']) => [name, block] as const));
}

/** The file with this block of the node, in the place of an earlier one or at the end. Pure. */
export function withBlock(text: string, name: string, block: string): string {
  const before = blocksIn(text).get(name);
  if (before !== undefined) return text.replace(before, () => block);
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${block}`;
}

/** The file without the block of the node. Pure. */
export function withoutBlock(text: string, name: string): string {
  const block = blocksIn(text).get(name);
  return block === undefined ? text : text.replace(block, () => '');
}

/** What tells a file's content from another, for "was it changed since?". */
export function digestOf(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
