/** Colours that stay apart for colour-blind readers and on light and dark ground alike (after Okabe and Ito, 2008). */
const PALETTE = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#8a63d2', '#b3a125'] as const;

/** The colour of the n-th node, from 0; colours repeat after eight. */
export function colourOf(index: number): string {
  return PALETTE[index % PALETTE.length] ?? PALETTE[0];
}
