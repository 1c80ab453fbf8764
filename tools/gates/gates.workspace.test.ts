import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, type WorkspaceCopy } from './workspace-copy.ts';

/** A bound for what hangs: a busy machine takes many times as long as a quiet one. */
const SLOW_MS = 1_800_000;

const PLANTED_IN = '@ringside/core,@ringside/gossip,@ringside/dashboard,@ringside/cli,@ringside/node-control,@ringside/sidecar';

const FAULTS = {
  'packages/core/src/planted-node.ts': `import { readFileSync } from 'node:fs';\n\n/** Planted. */\nexport const planted: unknown = readFileSync;\n`,
  'packages/core/src/planted-promise.ts': `/** Planted. */\nexport function planted(): void {\n  Promise.resolve(1);\n}\n`,
  'packages/core/src/planted-cycle.ts': `import * as ring from '@ringside/ring';\n\n/** Planted. */\nexport const planted: unknown = ring;\n`,
  'packages/gossip/src/planted-boundary.ts': `import * as control from '@ringside/node-control';\n\n/** Planted. */\nexport const planted: unknown = control;\n`,
  'packages/dashboard/src/planted-server.ts': `import * as sidecar from '@ringside/sidecar';\n\n/** Planted. */\nexport const planted: unknown = sidecar;\n`,
  'packages/cli/src/planted-control.ts': `import * as control from '@ringside/node-control';\n\n/** Planted. */\nexport const planted: unknown = control;\n`,
  'packages/cli/src/planted-kill.ts': `/** Planted. */\nexport function planted(): void {\n  process.kill(1, 'SIGTERM');\n}\n`,
  'packages/node-control/src/planted-host.ts': `import * as host from '@ringside/host';\n\n/** Planted. */\nexport const planted: unknown = host;\n`,
  'packages/sidecar/src/planted-driver.ts': `import * as driver from 'cassandra-driver';\n\n/** Planted. */\nexport const planted: unknown = driver;\n`,
  'packages/sidecar/src/planted-transport.ts': `import * as control from '@ringside/jolokia-control';\n\n/** Planted. */\nexport const planted: unknown = control;\n`,
  'packages/gossip/src/planted-export.ts': `/** Planted. */\nconst planted = 1;\nexport default planted;\n`,
};

describe('the gates, each against a planted fault', () => {
  let copy: WorkspaceCopy;

  beforeAll(() => {
    copy = copyWorkspace();
    // Linting them here would make them inputs of this test.
    copy.removeTests();
  }, SLOW_MS);

  afterAll(() => copy.remove());

  it(
    'lint finds a Node built-in in a pure package, a floating promise, a cycle, broken boundaries, a raw kill and a default export',
    () => {
      expect(copy.run('nx', 'run-many', '-t', 'lint', '-p', '@ringside/core', '--skip-nx-cache')).toMatchObject({ exitCode: 0 });
      for (const [file, text] of Object.entries(FAULTS)) writeFileSync(join(copy.folder, file), text);
      const { exitCode, output } = copy.run('nx', 'run-many', '-t', 'lint', '-p', PLANTED_IN, '--skip-nx-cache');
      expect(exitCode).not.toBe(0);
      expect(output).toContain("'node:fs' import is restricted");
      expect(output).toContain('no-floating-promises');
      expect(output).toContain('Circular dependency between "@ringside/core" and "@ringside/ring"');
      expect(output).toContain('A project tagged with "layer:pure" can only depend on libs tagged with "layer:pure"');
      expect(output).toContain('A project tagged with "env:browser" can only depend on libs tagged with "env:browser"');
      expect(output).toContain("'@ringside/node-control' import is restricted");
      expect(output).toContain("'process.kill' is restricted");
      expect(output).toContain('A project tagged with "layer:port" can only depend on libs tagged with "layer:pure"');
      expect(output).toContain('Only composition roots name a transport');
      expect(output).toContain('Only @ringside/client imports the driver');
      expect(output).toContain('no-default-export');
    },
    SLOW_MS,
  );

  it(
    'types finds a wrong assignment',
    () => {
      const typecheck = (): ReturnType<WorkspaceCopy['run']> => copy.run('tsc7', '-b', 'packages/core/tsconfig.lib.json');
      writeFileSync(join(copy.folder, 'packages/core/src/planted-cycle.ts'), 'export {};\n');
      writeFileSync(join(copy.folder, 'packages/core/src/planted-node.ts'), 'export {};\n');
      expect(typecheck()).toMatchObject({ exitCode: 0 });
      appendFileSync(join(copy.folder, 'packages/core/src/nearest.ts'), "\nexport const planted: number = 'one';\n");
      expect(typecheck().output).toContain("Type 'string' is not assignable to type 'number'");
    },
    SLOW_MS,
  );

  it('format finds a line out of shape', () => {
    writeFileSync(join(copy.folder, 'packages/core/src/planted-format.ts'), 'export const   planted: number = 1\n');
    const { exitCode, output } = copy.run('oxfmt', '--check', 'packages/core/src/planted-format.ts');
    expect(exitCode).not.toBe(0);
    expect(output).toContain('planted-format.ts');
  });
});
