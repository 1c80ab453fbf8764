/**
 * The ports that have a contract and a simulated stand-in to start an adapter from, by package. `suffix` ends the adapter's name, `ground` is the
 * folder with its first sources.
 */
export const PORTS = {
  'node-control': { suffix: 'control', ground: 'node-control' },
};
