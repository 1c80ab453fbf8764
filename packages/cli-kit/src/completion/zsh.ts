import type { CompletionNode } from './model.ts';

/** A completion script for zsh: put it on `$fpath` as `_ringside`, or `source <(ringside completion zsh)`. */
export function zshCompletion(nodes: readonly CompletionNode[]): string {
  const groups = nodes.filter((node) => node.commands.length > 0).map((node) => quote(node.path));
  const valued = new Set(nodes.flatMap((node) => node.options.filter((option) => option.takesValue).map((option) => option.word)));
  return `#compdef ringside
# zsh completion of ringside; load it with: source <(ringside completion zsh)
_ringside() {
  local path="" word
  local -i index=2
  local -a candidates
  while (( index < CURRENT )); do
    word="\${words[index]}"
    case "$word" in
      ${[...valued].join('|')}) (( index++ )) ;;
      -*) ;;
      *)
        case "$path" in
          ${groups.join('|')}) path="\${path:+$path }$word" ;;
        esac ;;
    esac
    (( index++ ))
  done
  case "$path" in
${nodes.map(nodeCase).join('\n')}
  esac
  _describe 'ringside' candidates
}
if [ "$funcstack[1]" = "_ringside" ]; then
  _ringside "$@"
else
  compdef _ringside ringside
fi
`;
}

function nodeCase(node: CompletionNode): string {
  const lines = [...node.commands, ...node.options].map(({ word, doc }) => `      ${quote(`${word}:${doc.replaceAll(':', '\\:')}`)}`);
  return `    ${quote(node.path)}) candidates=(\n${lines.join('\n')}\n    ) ;;`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
