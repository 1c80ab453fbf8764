import type { CompletionNode } from './model.ts';

/** A completion script for bash 3.2 or newer: `source <(ringside completion bash)`. */
export function bashCompletion(nodes: readonly CompletionNode[]): string {
  const groups = nodes.filter((node) => node.commands.length > 0).map((node) => quote(node.path));
  const valued = new Set(nodes.flatMap((node) => node.options.filter((option) => option.takesValue).map((option) => option.word)));
  return `# bash completion of ringside; load it with: source <(ringside completion bash)
_ringside() {
  local current previous path word index
  current="\${COMP_WORDS[COMP_CWORD]}"
  previous="\${COMP_WORDS[COMP_CWORD-1]}"
  path=""
  index=1
  while [ "$index" -lt "$COMP_CWORD" ]; do
    word="\${COMP_WORDS[$index]}"
    case "$word" in
      ${[...valued].join('|')}) index=$((index + 1)) ;;
      -*) ;;
      *)
        case "$path" in
          ${groups.join('|')}) path="\${path:+$path }$word" ;;
        esac ;;
    esac
    index=$((index + 1))
  done
${valueCases(nodes)}
  case "$path" in
${nodes.map((node) => `    ${quote(node.path)}) COMPREPLY=($(compgen -W ${quote(wordsOf(node))} -- "$current")) ;;`).join('\n')}
    *) COMPREPLY=() ;;
  esac
}
complete -o default -F _ringside ringside
`;
}

function valueCases(nodes: readonly CompletionNode[]): string {
  const seen = new Map<string, string>();
  for (const option of nodes.flatMap((node) => node.options)) {
    if (option.takesValue && !seen.has(option.word)) seen.set(option.word, option.choices.join(' '));
  }
  const cases = [...seen].map(([word, choices]) =>
    choices === ''
      ? `    ${word}) COMPREPLY=(); return ;;`
      : `    ${word}) COMPREPLY=($(compgen -W ${quote(choices)} -- "$current")); return ;;`,
  );
  return `  case "$previous" in\n${cases.join('\n')}\n  esac`;
}

function wordsOf(node: CompletionNode): string {
  return [...node.commands, ...node.options].map(({ word }) => word).join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
