import { describe, expect, it } from 'vitest';
import { readFieldMeanings } from '../scripts/generate/field-meanings.ts';
import { httpPage } from '../scripts/generate/http.ts';

const TYPESCRIPT_MS = 60_000;

describe('the HTTP reference', { timeout: TYPESCRIPT_MS }, () => {
  it('says of each field what the doc comment of its interface says, below lists, maps and events too', () => {
    const meaningsOf = readFieldMeanings();
    const verdict = 'In one word; only `up` counts as up.';
    expect(meaningsOf('nodes', 'answered').get('nodes[].verdict.state')).toBe(verdict);
    expect(meaningsOf('operationEvents', 'answered').get('steps[].node')).toBe('The node, `address:port`.');
    expect(meaningsOf('restartNodes', 'body').get('dryRun')).toBe('True only plans.');
    expect(httpPage()).toContain(`\n| \`nodes[].verdict.state\` | \`"up" \\| `);
    expect(httpPage()).toContain(` | ${verdict} |`);
  });

  it('leaves no field without a meaning', () => {
    const fields = httpPage()
      .split('\n')
      .filter((line) => /^\| `[^`]+` \|.* \|  ?(may be absent)? ?\|/.test(line));
    expect(fields.length).toBeGreaterThan(250);
    expect(fields.filter((line) => /\|\s*\|$/.test(line))).toEqual([]);
  });
});
