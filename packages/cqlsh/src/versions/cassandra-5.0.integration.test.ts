import { besideCqlsh } from '../testing/beside-cqlsh.ts';

await besideCqlsh('5.0');
