#!/usr/bin/env node
// npm links a command only when its file exists, and a fresh clone has not been compiled yet: so this one is committed.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) await import(main);
else {
  process.stderr.write('ringside is not compiled yet. Run npm run build (npm start does it for you).\n');
  process.exitCode = 69;
}
