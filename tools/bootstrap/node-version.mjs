// Read by the oldest Node that knows modules: no syntax newer than ES2015.

/** The oldest Node that everything here runs on; the same as `engines` in package.json. */
export var OLDEST_NODE = '20.19.0';

/**
 * What to tell someone whose Node is too old.
 *
 * @param {string} version as `process.versions.node` gives it
 * @returns {string} empty when the version will do
 */
export function tooOld(version) {
  var have = version.split('.').map(Number);
  var want = OLDEST_NODE.split('.').map(Number);
  for (var part = 0; part < want.length; part += 1) {
    if (have[part] > want[part]) return '';
    if (have[part] < want[part]) {
      return (
        'Ringside needs Node 20 or newer (' +
        OLDEST_NODE +
        '); this is ' +
        version +
        '.\nInstall a newer Node, then run the same command again.'
      );
    }
  }
  return '';
}
