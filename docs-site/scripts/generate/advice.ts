import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clusterRules, nodeRules, type Rule, tableRules } from '@ringside/advice';
import { formatBytes, formatDuration } from '@ringside/core';
import { code, page, prose } from './markdown.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');

/** A bound as a person writes it. */
function written(bound: number, { unit }: Pick<Rule<never>, 'unit'>): string {
  if (unit === 'bytes') return bound === 1 ? '1 byte' : formatBytes(bound);
  if (unit === 'ms') return formatDuration(bound);
  return unit === 'days' ? `${bound} days` : String(bound);
}

function bounds(rule: Pick<Rule<never>, 'act' | 'badWhen' | 'consider' | 'unit'>): string {
  const side = rule.badWhen === 'atLeast' ? 'from' : 'down to';
  const severities = (['consider', 'act'] as const).flatMap((severity) => {
    const bound = rule[severity];
    return bound === null ? [] : [`${severity} ${side} **${written(bound, rule)}**${rule.badWhen === 'atLeast' ? ' on' : ' and below'}`];
  });
  return `${severities.join(', ')}.`;
}

/** The page that a rule refers to, from the page of rules; there must be one. */
function linkOf(target: string): string {
  const file = ['md', 'mdx'].map((extension) => `${target}.${extension}`).find((each) => existsSync(join(DOCS, each)));
  if (file === undefined) throw new Error(`A rule of advice names the page ${target}, and there is none`);
  return `[${code(target)}](../../${file})`;
}

function section(
  rule: Pick<Rule<never>, 'act' | 'badWhen' | 'consider' | 'cost' | 'measures' | 'name' | 'page' | 'source' | 'unit'>,
): string {
  return [
    `### ${rule.name} {#${rule.name}}`,
    `${prose(rule.measures)}: ${bounds(rule)}`,
    `**Why there?** ${prose(rule.source)}.`,
    `**What a change costs.** ${prose(rule.cost)}`,
    `More: ${linkOf(rule.page)}`,
  ].join('\n\n');
}

/** The reference of advice, made from the rules themselves. */
export function advicePage(): string {
  return page(
    {
      title: 'Advice',
      description:
        'Every rule by which Ringside gives advice: what is measured, from where on it matters and why, what to change and what that costs.',
      source: 'packages/advice/src/rules',
    },
    [
      `${code('ringside advise')} and [the route](../http/index.md#advice) judge a cluster by these rules. The bound itself counts as reached. A rule that cannot be judged, because something is not known, is listed with its reason.`,
      '## Tables {#tables}',
      ...tableRules.map((rule) => section(rule)),
      '## Nodes {#nodes}',
      ...nodeRules.map((rule) => section(rule)),
      '## The cluster {#cluster}',
      ...clusterRules.map((rule) => section(rule)),
    ],
  );
}
