import { besideCqlsh } from '../testing/beside-cqlsh.ts';

await besideCqlsh('4.1');
