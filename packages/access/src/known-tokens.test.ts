import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createManualClock } from '@ringside/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTokens } from './known-tokens.ts';
import { defineRoles } from './roles.ts';
import { formatTokens, makeToken, type TokenEntry } from './token-file.ts';

let folder: string;
let file: string;
const key = 'authentication.tokensFile';
const [alice, bob] = [makeToken('alice', ['viewer']), makeToken('bob', ['operator'], 5_000)];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokens-'));
  file = join(folder, 'tokens');
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (...entries: readonly TokenEntry[]): void => writeFileSync(file, formatTokens(entries), { mode: 0o600 });

async function open() {
  const clock = createManualClock();
  const [faults, unknown]: [unknown[], string[]] = [[], []];
  const tokens = await openTokens({
    key,
    file,
    rights: defineRoles({ key: 'roles', own: new Map([['backup', ['SNAPSHOT:*']]]), permissions: ['SNAPSHOT:CREATE'] }),
    clock,
    onFault: (error) => void faults.push(error),
    onUnknownRole: (name, role) => void unknown.push(`${name}: ${role}`),
  });
  const nameOf = async (token: string): Promise<string | undefined> => (await tokens.ownerOf(token))?.name;
  return { clock, faults, unknown, nameOf };
}

describe('openTokens()', () => {
  it('knows whose a token is, until it expires', async () => {
    write(alice.entry, bob.entry);
    const { clock, nameOf } = await open();
    expect([await nameOf(alice.token), await nameOf(bob.token), await nameOf('x')]).toEqual(['alice', 'bob', undefined]);
    await clock.advance(5_000);
    expect([await nameOf(alice.token), await nameOf(bob.token)]).toEqual(['alice', undefined]);
  });

  it('follows the file within a second: who is removed is out, who is added is in', async () => {
    write(alice.entry);
    const { clock, nameOf } = await open();
    write(bob.entry);
    await clock.advance(1_000);
    expect([await nameOf(alice.token), await nameOf(bob.token)]).toEqual([undefined, 'bob']);
  });

  it('lets nobody in while the file cannot be used, says so once, and goes on when it is mended', async () => {
    write(alice.entry);
    const { clock, faults, nameOf } = await open();
    const breaks = [() => writeFileSync(file, 'alice viewer\n'), () => rmSync(file), () => (write(alice.entry), chmodSync(file, 0o644))];
    for (const [index, breakIt] of breaks.entries()) {
      breakIt();
      await clock.advance(1_000);
      expect([await nameOf(alice.token), await nameOf(alice.token), faults.length]).toEqual([undefined, undefined, index + 1]);
    }
    chmodSync(file, 0o600);
    await clock.advance(1_000);
    expect(await nameOf(alice.token)).toBe('alice');
  });

  it('lets in who has a role that is not defined, and says so each time the file is read: nobody else is locked out', async () => {
    const carol = makeToken('carol', ['backup', 'bakcup']);
    write(carol.entry);
    const { clock, faults, unknown, nameOf } = await open();
    expect([await nameOf(carol.token), unknown]).toEqual(['carol', ['carol: bakcup']]);
    write(alice.entry, carol.entry);
    await clock.advance(1_000);
    expect([await nameOf(alice.token), unknown.length, faults]).toEqual(['alice', 2, []]);
  });

  it('does not begin with a file that cannot be used', async () => {
    await expect(open()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    writeFileSync(file, formatTokens([alice.entry]), { mode: 0o644 });
    await expect(open()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });
});
