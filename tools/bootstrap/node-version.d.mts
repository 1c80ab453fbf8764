/** The oldest Node that everything here runs on; the same as `engines` in package.json. */
export declare const OLDEST_NODE: string;

/** What to tell someone whose Node is too old; empty when the version will do. */
export declare function tooOld(version: string): string;
