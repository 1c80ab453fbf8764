import { besideCqlsh } from '../testing/beside-cqlsh.ts';

await besideCqlsh('6.0', 384);
