import type { AdviceAnswer, AdviceEntry } from '@ringside/api';
import { askSidecar, type CommandSpec, defineCommand, flag, PARTIAL_FAILURE, printable, type Style } from '@ringside/cli-kit';
import { WATCH_OPTION, watched } from './watched.ts';

/** `ringside advise`: what to change, and why. */
export const advise: CommandSpec = defineCommand({
  description: `Prints what to change in the cluster: for each piece of advice what was measured and where, the bound that it reached and where that comes from, what to change, what that costs,
and the page of the documentation that explains it. What should be acted on comes first. The sidecar that is asked looks at its own node and asks the others.
What could not be judged is counted at the end, and listed with --unjudged. The exit code is 75 where a node told nothing.`,
  options: {
    act: flag('--act', 'Only what should be acted on'),
    unjudged: flag('--unjudged', 'Also list what could not be judged, and why'),
    watch: WATCH_OPTION,
  },
  examples: [
    { command: 'ringside advise', doc: 'all of it' },
    { command: 'ringside advise --act', doc: 'what cannot wait' },
    { command: 'ringside advise --json | jq .advice[].rule', doc: 'for a program' },
  ],
  run: (context, { options }) =>
    watched(context, options.watch, async () => {
      const answer = await askSidecar(context, (client) => client.advice({}, { signal: context.signal }));
      const advice = options.act ? answer.advice.filter(({ severity }) => severity === 'act') : answer.advice;
      const shown = { ...answer, advice };
      context.print(shown, () => adviceText(shown, context.style) + unjudgedText(answer, options.unjudged));
      return answer.unjudged.some(({ rule }) => rule === NODE_IS_SILENT) ? PARTIAL_FAILURE : 0;
    }),
});

/** What stands for the name of a rule where a node told nothing at all. */
const NODE_IS_SILENT = 'all';

function adviceText({ advice, nodes }: AdviceAnswer, style: Style): string {
  if (advice.length === 0)
    return `Nothing to change on ${nodes.length === 1 ? 'the node' : `${nodes.length} nodes`}, as far as was judged.\n`;
  return grouped(advice)
    .map((same) => groupText(same, style))
    .join('\n');
}

/** The same advice on the same table stands together, whichever nodes it is from. */
function grouped(advice: readonly AdviceEntry[]): readonly (readonly AdviceEntry[])[] {
  const groups = new Map<string, AdviceEntry[]>();
  for (const each of advice) {
    const key = [each.severity, each.rule, each.keyspace, each.table].join('\0');
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

function groupText(same: readonly AdviceEntry[], style: Style): string {
  const [first] = same;
  if (first === undefined) return '';
  const { severity, rule, source, change, cost, page } = first;
  const paint = severity === 'act' ? style.red : style.yellow;
  const facts = same.map(({ node, fact }) => `  ${node === null ? '' : `${node}  `}${printable(fact)}\n`).join('');
  const rows = [
    ['Change', change],
    ['Cost', cost],
    ['Bound', source],
    ['Read', page],
  ].map(([name = '', text = '']) => `  ${style.dim(name.padEnd(6))}  ${printable(text)}\n`);
  return `${paint(severity.toUpperCase())} ${style.bold(rule)}\n${facts}${rows.join('')}`;
}

function unjudgedText({ unjudged }: AdviceAnswer, isListed: boolean): string {
  if (unjudged.length === 0) return '';
  const silent = unjudged
    .filter(({ rule }) => rule === NODE_IS_SILENT)
    .map(({ node, reason }) => `${node ?? ''}  told nothing: ${printable(reason)}\n`);
  const others = unjudged.filter(({ rule }) => rule !== NODE_IS_SILENT);
  const listed = others.map(({ rule, node, reason }) => `  ${rule}${node === null ? '' : ` on ${node}`}: ${printable(reason)}\n`);
  const counted = `\n${others.length} could not be judged${isListed ? ':' : ' (--unjudged lists them)'}\n`;
  return `${silent.length > 0 ? '\n' : ''}${silent.join('')}${others.length === 0 ? '' : counted}${isListed ? listed.join('') : ''}`;
}
