import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBelow, undeclared } from './opened.ts';
import { type Opening, TraceReader } from './trace.ts';

const openings = (...lines: readonly string[]): readonly Opening[] => {
  const reader = new TraceReader();
  return lines.flatMap((line) => reader.read(line) ?? []);
};
const opens = (thread: number, path: string, flags = 'O_RDONLY|O_CLOEXEC'): string =>
  `${thread}  openat(AT_FDCWD</w>, "${path}", ${flags}) = 19<${path}>`;
const THREAD = 'CLONE_VM|CLONE_THREAD';

describe('TraceReader', () => {
  it('tells which file was opened by its whole path, and leaves out what was looked for in vain', () => {
    expect(
      openings(
        '7 openat(AT_FDCWD</w/packages/api>, "../../README.md", O_RDONLY) = 3</w/README.md>',
        '7 openat(AT_FDCWD</w>, "no", O_RDONLY) = -1 ENOENT (No such file or directory)',
        '7 open("/w/x", O_WRONLY|O_CREAT, 0666) = 4</w/x>',
      ),
    ).toEqual([
      { path: '/w/README.md', isWrite: false, thread: '7', process: '7', program: '' },
      { path: '/w/x', isWrite: true, thread: '7', process: '7', program: '' },
    ]);
  });

  it('puts a call together that lines of other threads have cut in two', () => {
    const [opening] = openings(
      '7 openat(AT_FDCWD</w>, "b", O_WRONLY|O_CREAT <unfinished ...>',
      opens(8, '/w/a'),
      '7 <... openat resumed>)             = 5</w/b>',
    ).slice(1);
    expect(opening).toMatchObject({ path: '/w/b', isWrite: true, thread: '7' });
  });

  it('knows the process of a thread and the program of a process, also of a child whose lines come before that of its parent', () => {
    const [byThread, byChild] = openings(
      '7 execve("/usr/bin/node", ["node"], 0x1 /* 9 vars */) = 0',
      `7 clone3({flags=${THREAD}, exit_signal=0} => {parent_tid=[8]}, 88) = 8`,
      opens(8, '/w/a'),
      '7 vfork( <unfinished ...>',
      '9 execve("/usr/local/bin/git", ["git"], 0x1) = -1 ENOENT (No such file or directory)',
      '9 execve("/usr/bin/git", ["git"], 0x1 <unfinished ...>',
      '7 <... vfork resumed>)              = 9',
      '9 <... execve resumed>)             = 0',
      opens(9, '/w/b'),
    );
    expect(byThread).toMatchObject({ path: '/w/a', thread: '8', process: '7', program: 'node' });
    expect(byChild).toMatchObject({ path: '/w/b', thread: '9', process: '9', program: 'git' });
  });

  it('forgets a process that has ended: its id is given out again', () => {
    const [opening] = openings(
      '9 execve("/usr/bin/git", ["git"], 0x1) = 0',
      '9 +++ exited with 0 +++',
      '7 clone(child_stack=NULL, flags=SIGCHLD) = 9',
      opens(9, '/w/b'),
    );
    expect(opening).toMatchObject({ process: '9', program: '' });
  });
});

describe('readBelow()', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringside-trace-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const read = async (...lines: readonly string[]): Promise<readonly string[]> => {
    const trace = join(folder, 'trace');
    writeFileSync(trace, lines.join('\n'));
    return [...(await readBelow('/w', trace))].toSorted();
  };
  const WRITE = 'O_WRONLY|O_CREAT';

  it('takes what is read in a copy for what it is a copy of, and copying for no reading', async () => {
    const copied = [
      opens(7, '/w/docs/a.md'),
      opens(7, '/tmp/copy/docs/a.md', WRITE),
      opens(7, '/w/b.md'),
      opens(7, '/tmp/copy/b.md', WRITE),
    ];
    expect(await read(...copied)).toEqual([]);
    expect(await read(...copied, opens(9, '/tmp/copy/docs/a.md'))).toEqual(['docs/a.md']);
    // From one copy to the next.
    expect(await read(...copied, opens(9, '/tmp/copy/b.md'), opens(9, '/tmp/other/b.md', WRITE), opens(9, '/tmp/other/docs/a.md'))).toEqual(
      ['docs/a.md'],
    );
  });

  it('counts a file as read that is written elsewhere under another name, or by another thread', async () => {
    expect(await read(opens(7, '/w/docs/a.md'), opens(7, '/tmp/x/made.md', WRITE))).toEqual(['docs/a.md']);
    expect(await read(opens(7, '/w/b.md'), opens(8, '/tmp/copy/b.md', WRITE))).toEqual(['b.md']);
  });

  it('leaves out what git compares and checks out, but not what is read where it has checked out', async () => {
    const git = '9 execve("/usr/bin/git", ["git"], 0x1) = 0';
    expect(await read(git, opens(9, '/w/a.md'), opens(9, '/tmp/tree/nx.json', WRITE), opens(7, '/tmp/tree/b.md'))).toEqual(['b.md']);
  });

  it.each(['/x/@nx/nx-linux-x64-gnu/nx.linux-x64-gnu.node', '/tmp/.nx/0/native-cache/23.2.1/23.2.1-03ae32789c4f-nx.linux-x64-gnu.node'])(
    'leaves out what Nx hashes, but not what a process that has loaded Nx reads itself: %s',
    async (native) => {
      const worker = `7 clone3({flags=${THREAD}}, 88) = 8`;
      expect(await read(opens(7, native), worker, opens(8, '/w/hashed.md'), opens(7, '/w/read.md'))).toEqual(['read.md']);
    },
  );
});

describe('undeclared()', () => {
  const tracked = new Set(['a.md', 'b.md', 'packages/x/src/deep/a.ts', 'packages/x/src/b.tsx', 'packages/x/tsconfig.json']);

  it('names what is read and no input, but for what decides about no test and what git does not know', () => {
    expect(undeclared(new Set(['a.md', 'b.md', 'packages/x/tsconfig.json', 'made.txt']), ['a.md'], tracked)).toEqual(['b.md']);
  });

  it('names the sources of compiled files that are read', () => {
    const compiled = new Set(['packages/x/dist/deep/a.js', 'packages/x/dist/b.d.ts', 'packages/x/dist/gone.js']);
    expect(undeclared(compiled, [], tracked)).toEqual(['packages/x/src/b.tsx', 'packages/x/src/deep/a.ts']);
    expect(undeclared(compiled, ['packages/x/src/b.tsx', 'packages/x/src/deep/a.ts'], tracked)).toEqual([]);
  });
});
