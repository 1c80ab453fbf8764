import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the heap small, at the price of somewhat more garbage collection, of which a sidecar has little: V8 otherwise lets the young
 * generation grow to 32 MB under load, and the old one well beyond what is alive. Nothing else may be imported
 * beside it: flags change nothing of what was allocated before them.
 */
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--optimize-for-size');
