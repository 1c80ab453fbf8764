import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { getSchemathesis } from './python.ts';

it('where Python is missing the check of the API is skipped with a reason, and is no failure', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'check-api-'));
  expect(await getSchemathesis(join(folder, 'env'), join(folder, 'no-python'))).toEqual({
    missing: expect.stringMatching(/no-python with venv and pip is not here \(ENOENT\)/),
  });
  rmSync(folder, { recursive: true });
});
