// `npm test`. Old syntax on purpose, and nothing imported at first: a Node that is too old must get as far as the sentence that says so.
import { tooOld } from './node-version.mjs';

var complaint = tooOld(process.versions.node);
if (complaint) {
  process.stderr.write(complaint + '\n');
  process.exitCode = 69;
} else {
  void import('./launch.mjs').then(function (launch) {
    return launch.test(process.argv.slice(2));
  });
}
