import { describe, expect, it } from 'vitest';
import { environmentOptions, JAVA_17_OPTIONS, JAVA_OPTIONS, SERVER_OPTIONS, stockYaml } from './stock-options.ts';

describe('the options of the distribution', () => {
  it('hold nothing that the scripts would split or the JVM take twice', () => {
    const all = [...SERVER_OPTIONS, ...JAVA_17_OPTIONS, ...environmentOptions(384, '/jamm.jar', '/logs', 7_199)];
    expect(all.filter((option) => !option.startsWith('-') || /\s/.test(option))).toEqual([]);
    expect(new Set(all.map((option) => option.replace(/=.*/, '').replace(/^-X(m[sx]|ss).*/, '-X$1'))).size).toBe(all.length);
    expect(JAVA_17_OPTIONS).toEqual(expect.arrayContaining([...JAVA_OPTIONS]));
  });

  it('spell a duration as the version does', () => {
    expect(stockYaml('4.0.19')).toMatchObject({ commitlog_sync_period_in_ms: 10_000 });
    expect(stockYaml('5.0.9')).toMatchObject({ commitlog_sync_period: '10000ms' });
  });
});
