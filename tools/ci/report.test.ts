import { describe, expect, it } from 'vitest';
import { brokenStep, closingLine, countStep, describeFailure, failedTitles, failuresOf, heldToTests, skippedLine } from './report.ts';

const green = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1 };

describe('countStep()', () => {
  it('counts a step without reports as one test', () => {
    expect(countStep({ exitCode: 0, reports: undefined })).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(countStep({ exitCode: 2, reports: undefined })).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('adds up the reports of all projects', () => {
    expect(countStep({ exitCode: 0, reports: [green, green] })).toEqual({ passed: 10, failed: 0, skipped: 2 });
    expect(countStep({ exitCode: 1, reports: [green, { numPassedTests: 1, numFailedTests: 3 }] })).toMatchObject({ passed: 6, failed: 3 });
  });

  it('fails a step that threw, and says why', () => {
    const { count, failures } = brokenStep('unit', new Error('ENOSPC: no space left on device'));
    expect(count).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(failures.map(describeFailure).join()).toMatch(/unit > could not be run to its end[^]*ENOSPC: no space left on device/);
  });

  it('fails a step that crashed although its reports are green', () => {
    expect(countStep({ exitCode: 1, reports: [green] }).failed).toBe(1);
  });

  it('counts a project without a test as a failure and names it, also beside one that failed', () => {
    const none = heldToTests('packages/shapes/test-results/unit.json', { numTotalTests: 0, success: false, testResults: [] });
    expect(countStep({ exitCode: 1, reports: [{ numPassedTests: 1, numFailedTests: 1 }, none] })).toMatchObject({ passed: 1, failed: 2 });
    expect(failuresOf([none], '/clone').map(describeFailure).join()).toMatch(/packages\/shapes.*could not be run[^]*No test was found/);
    expect(heldToTests('x', green)).toBe(green);
  });

  it('fails a step that should have run tests and ran none', () => {
    expect(countStep({ exitCode: 0, reports: [] }).failed).toBe(1);
    expect(countStep({ exitCode: 0, reports: [{ numPassedTests: 0 }] }).failed).toBe(1);
  });

  it('counts a test file that could not be loaded as a failure', () => {
    expect(countStep({ exitCode: 1, reports: [{ numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 2 }] }).failed).toBe(2);
  });
});

describe('failuresOf()', () => {
  it('names each failed test with its file, told from the root, and why', () => {
    const assertionResults = [
      { fullName: 'phi() rises', status: 'failed', failureMessages: ['AssertionError: expected 1 to be 2'] },
      { fullName: 'phi() falls', status: 'passed', failureMessages: [] },
    ];
    const failures = failuresOf(
      [{ testResults: [{ name: '/clone/phi.test.ts', status: 'failed', message: '', assertionResults }] }],
      '/clone',
    );
    expect(failures.map(describeFailure)).toEqual(['✘ phi.test.ts: phi() rises\n    AssertionError: expected 1 to be 2']);
  });

  it('names a file that could not be run, and is empty when all is green', () => {
    const broken = { name: 'phi.test.ts', status: 'failed', message: 'Error: no such module', assertionResults: [] };
    expect(failuresOf([{ testResults: [broken] }], '/clone')).toEqual([
      { title: 'phi.test.ts: could not be run', why: ['Error: no such module'] },
    ]);
    expect(failuresOf([green, { testResults: [{ name: 'phi.test.ts', status: 'passed' }] }], '/clone')).toEqual([]);
  });

  it('keeps a long reason short', () => {
    const [failure] = failuresOf(failingWith(Array.from({ length: 100 }, (_, line) => `line ${line}`)), '/clone');
    expect(failure?.why.slice(-2)).toEqual(['line 29', '… 70 more lines']);
  });

  it('keeps the frames of the project and leaves out those of Node.js and of dependencies', () => {
    const frames = [
      'Error: no',
      '    at phi (/clone/src/phi.ts:1:2)',
      '    at run (/clone/node_modules/vite/x.js:3:4)',
      '    at async node:internal/x:5:6',
    ];
    const [failure] = failuresOf(failingWith(frames), '/clone');
    expect(failure?.why).toEqual(['Error: no', '    at phi (src/phi.ts:1:2)']);
  });
});

describe('failedTitles()', () => {
  it('names what failed in a line each, and counts the rest when there are many', () => {
    const failures = Array.from({ length: 17 }, (_, index) => ({ title: `phi.test.ts: ${index}`, why: ['no'] }));
    expect(failedTitles(failures.slice(0, 1))).toEqual(['    phi.test.ts: 0']);
    expect(failedTitles(failures).slice(-2)).toEqual(['    phi.test.ts: 14', '    … 2 more']);
  });
});

function failingWith(lines: readonly string[]): readonly unknown[] {
  const assertionResults = [{ fullName: 'y', status: 'failed', failureMessages: [lines.join('\n')] }];
  return [{ testResults: [{ name: 'x', assertionResults }] }];
}

describe('closingLine()', () => {
  it('has one form, whatever was skipped, for machines that read it', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed');
  });

  it('comes after a line that owns up to skipped tests', () => {
    expect(skippedLine({ passed: 3, failed: 0, skipped: 0 })).toBe('');
    expect(skippedLine({ passed: 3, failed: 0, skipped: 2 })).toContain('2 skipped');
  });
});
