import { describe, expect, it } from 'vitest';
import { type PackageManager, planInstall, printPlan } from './plan-install.ts';

describe('planInstall()', () => {
  it.each<[PackageManager, string]>([
    [
      'apt',
      'sudo apt-get update && sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends openjdk-17-jdk-headless maven',
    ],
    ['dnf', 'sudo dnf install -y java-17-openjdk-headless maven'],
    ['apk', 'sudo apk add --no-cache openjdk17-jre-headless maven'],
    ['brew', 'brew install openjdk@17 maven'],
  ])('is a line that a user can type: %s', (manager, line) => {
    expect(printPlan(planInstall(['java17', 'maven'], manager, 'user'))).toBe(line);
  });

  it('names no sudo for root, and may run only where no password is asked', () => {
    expect(printPlan(planInstall(['maven'], 'apk', 'root'))).toBe('apk add --no-cache maven');
    const permitted = (['root', 'sudo', 'user'] as const).map((who) => planInstall(['maven'], 'dnf', who).permitted);
    expect(permitted).toEqual([true, true, false]);
  });

  it('lets everyone but root run Homebrew, which refuses root', () => {
    const permitted = (['root', 'sudo', 'user'] as const).map((who) => planInstall(['maven'], 'brew', who).permitted);
    expect(permitted).toEqual([false, true, true]);
  });
});
