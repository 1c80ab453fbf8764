import { stringify } from 'yaml';
import type { AlertGroup, AlertRule } from './rule.ts';

const HEAD = `# Alerts for a Cassandra cluster that Ringside's sidecars watch. Add this file to rule_files of prometheus.yml.
# Made from the package's source by its test: change it there, or copy it and change the copy.
`;

/**
 * Groups as a rule file of Prometheus, in YAML.
 *
 * @param groups in the order in which the file lists them
 * @param signsUrl the address of the page *Read the signs*, to which each alert links
 */
export function ruleFile(groups: readonly AlertGroup[], signsUrl: string): string {
  const written = groups.map(({ name, rules }) => ({ name, rules: rules.map((rule) => ruleOf(rule, signsUrl)) }));
  return HEAD + stringify({ groups: written }, { lineWidth: 0 });
}

function ruleOf({ alert, expr, for: holds, severity, summary, section }: AlertRule, signsUrl: string): object {
  return {
    alert,
    expr,
    ...(holds !== '0s' && { for: holds }),
    labels: { severity },
    annotations: { summary, runbook_url: `${signsUrl}#${section}` },
  };
}
