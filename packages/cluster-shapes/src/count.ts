import { integer, type Schema } from '@ringside/route-kit';

/** A number of things. */
export const count: Schema<number> = integer({ minimum: 0 });
