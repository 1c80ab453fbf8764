/** A picture of the last hour: which series it has, by what they are called, and how their values are written. */
export interface Chart {
  readonly title: string;
  readonly lines: readonly (readonly [id: string, name: string])[];
  readonly write: (value: number) => string;
}
