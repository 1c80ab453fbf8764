// What `ringside up` runs in the background: gets the dependencies that only the documentation needs, then builds it.
import { buildDocs } from './launch.mjs';

void buildDocs();
