import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AlertRule, alertGroups, ruleFile } from '@ringside/metrics-dashboards';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { CAN_GET_PROMETHEUS, type PrometheusPrograms, providePrometheus } from './provide.ts';
import { type RuleCase, ruleCases, type Samples } from './rule-cases.ts';

const SHIPPED = join(import.meta.dirname, '..', '..', 'packages', 'metrics-dashboards', 'alerts', 'ringside.rules.yml');
const SIGNS = 'https://docs.example.org/operate/read-the-signs';
const RULES = alertGroups.flatMap(({ rules }) => rules);

/** Whole minutes; what is shorter fires at the first evaluation. */
function minutesOf(duration: string): number {
  const [, count = '0', unit = 's'] = /^(\d+)([smh])$/.exec(duration) ?? [];
  return Number(count) * { s: 1 / 60, m: 1, h: 60 }[unit as 's' | 'm' | 'h'];
}

const inputs = (samples: Samples): readonly object[] => Object.entries(samples).map(([series, values]) => ({ series, values }));

/** Quiet a minute before it is due, firing when it is; and quiet throughout where its condition is just missed. */
function testsOf({ alert, fires, holdsFromMinute, labels, summary, quiet }: RuleCase, rule: AlertRule): readonly object[] {
  const due = holdsFromMinute + minutesOf(rule.for);
  const firing = {
    exp_labels: { ...labels, severity: rule.severity },
    exp_annotations: { summary, runbook_url: `${SIGNS}#${rule.section}` },
  };
  const at = (minute: number, ...alerts: readonly object[]): object => ({ eval_time: `${minute}m`, alertname: alert, exp_alerts: alerts });
  const earlier = due >= 1 ? [at(due - 1)] : [];
  return [
    { interval: '1m', input_series: inputs(fires), alert_rule_test: [...earlier, at(due, firing)] },
    { interval: '1m', input_series: inputs(quiet), alert_rule_test: [1, 2, 6, 16, 31, 61, 120].map((minute) => at(minute)) },
  ];
}

describe.skipIf(!CAN_GET_PROMETHEUS)('alert rules (skipped where Prometheus is not installed and there is no apt-get)', () => {
  let programs: PrometheusPrograms;
  let folder: string;

  beforeAll(async () => {
    programs = await providePrometheus();
    folder = mkdtempSync(join(tmpdir(), 'ringside-rules-'));
    writeFileSync(join(folder, 'rules.yml'), ruleFile(alertGroups, SIGNS));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const promtool = (...args: readonly string[]): { readonly status: number | null; readonly said: string } => {
    const { status, stdout, stderr } = spawnSync(programs.promtool, args, { encoding: 'utf8' });
    return { status, said: stdout + stderr };
  };
  const test = (tests: readonly object[]): ReturnType<typeof promtool> => {
    const file = join(folder, 'tests.yml');
    writeFileSync(file, stringify({ rule_files: [join(folder, 'rules.yml')], evaluation_interval: '1m', tests }));
    return promtool('test', 'rules', file);
  };

  it('are taken by Prometheus as they are shipped, and a wrong one would not be', () => {
    expect(promtool('check', 'rules', SHIPPED)).toMatchObject({ status: 0, said: expect.stringContaining(`${RULES.length} rules found`) });
    const broken = join(folder, 'broken.yml');
    const [group] = alertGroups;
    writeFileSync(broken, ruleFile([{ name: 'broken', rules: [{ ...group!.rules[0]!, expr: 'sum by (node (up)' }] }], SIGNS));
    expect(promtool('check', 'rules', broken)).toMatchObject({ status: 1, said: expect.stringContaining('could not parse expression') });
  });

  it('each have a case that fires and one that just does not', () => {
    expect(ruleCases.map(({ alert }) => alert).toSorted()).toEqual(RULES.map(({ alert }) => alert).toSorted());
  });

  it.each(ruleCases.map((each) => [each.alert, each] as const))(
    '%s fires when it is due, says so plainly, and is quiet at its bound',
    (alert, each) => {
      const rule = RULES.find((one) => one.alert === alert);
      if (rule === undefined) throw new Error(`There is a rule ${alert}`);
      expect(test(testsOf(each, rule))).toMatchObject({ status: 0, said: expect.stringContaining('SUCCESS') });
    },
  );

  it('would be found out by their cases: one that expects silence where an alert fires fails', () => {
    const [each] = ruleCases as readonly [RuleCase];
    const rule = RULES.find(({ alert }) => alert === each.alert)!;
    expect(test(testsOf({ ...each, quiet: each.fires }, rule))).toMatchObject({ status: 1, said: expect.stringContaining(each.alert) });
  });
});
