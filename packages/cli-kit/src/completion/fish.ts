import type { CompletionNode, CompletionOption } from './model.ts';

/** A completion script for fish: `ringside completion fish | source`. */
export function fishCompletion(nodes: readonly CompletionNode[]): string {
  const head = [
    '# fish completion of ringside; load it with: ringside completion fish | source',
    'function __ringside_at',
    '    set -l path',
    '    for word in (commandline -opc)[2..-1]',
    "        string match -q -- '-*' $word; or set -a path $word",
    '    end',
    '    test "$path" = "$argv"',
    'end',
    'complete -c ringside -f',
  ];
  return [...head, ...nodes.flatMap(nodeLines), ''].join('\n');
}

function nodeLines(node: CompletionNode): string[] {
  const condition = `-n ${quote(`__ringside_at ${node.path}`.trim())}`;
  const commands = node.commands.map(({ word, doc }) => `complete -c ringside ${condition} -a ${quote(word)} -d ${quote(doc)}`);
  return [...commands, ...node.options.map((option) => optionLine(condition, option))];
}

function optionLine(condition: string, option: CompletionOption): string {
  const value = option.takesValue ? ' -r' : '';
  const choices = option.choices.length > 0 ? ` -a ${quote(option.choices.join(' '))}` : '';
  return `complete -c ringside ${condition} -l ${option.word.slice(2)}${value}${choices} -d ${quote(option.doc)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
