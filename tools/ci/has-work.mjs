import { fileURLToPath } from 'node:url';
import { confinedTo, readMachine, shareOf } from './parts.mjs';
import { changedSince, findScope } from './scope.mjs';

// Run before anything is installed: ends with 0 when this machine may have something to run of a divided step, with 3 when it certainly has not.
const root = fileURLToPath(new URL('../..', import.meta.url));
const [step] = process.argv.slice(2);
const scope = findScope(root);
const confined = scope.base === undefined ? undefined : confinedTo(step, changedSince(root, scope.base));
const share = shareOf(root, step, readMachine(process.env));
const hasWork = share.length > 0 && (confined === undefined || confined.some((path) => share.includes(path)));
process.stdout.write(hasWork ? 'This machine has a share.\n' : 'The change reaches nothing of the share of this machine.\n');
process.exitCode = hasWork ? 0 : 3;
