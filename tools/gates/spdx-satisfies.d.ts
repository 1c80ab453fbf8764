/** The part of spdx-satisfies that the licence gate uses; the package has no types of its own. */
declare module 'spdx-satisfies' {
  /** Whether an SPDX expression can be met by the licences of a list. Throws when it is no SPDX expression. */
  export default function satisfies(expression: string, allowed: string[]): boolean;
}
