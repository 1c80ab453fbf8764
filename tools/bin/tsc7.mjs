#!/usr/bin/env node
// Two packages offer a `tsc`; this names the native one, so that which of them npm happens to link does not matter.
import '../../node_modules/tsc7/lib/tsc.js';
