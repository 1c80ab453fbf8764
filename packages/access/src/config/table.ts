import type { ConfigTable } from '@ringside/core';

/** Keys that say who is let in, what they may do, and where it is noted. */
export const accessConfig: ConfigTable = [
  {
    key: 'authentication.tokenFile',
    type: 'string',
    doc: 'File with the bearer token that every request must carry, at least 22 random characters; nobody but its owner may read it (mode 0600). Who has it may do everything; sidecars present it to each other.',
  },
  {
    key: 'authentication.tokensFile',
    type: 'string',
    doc: 'File with the tokens of callers, as hashes, each with the roles of whom it belongs to; ringside access writes it. A request must carry one of them, or that of authentication.tokenFile, or a JSON Web Token where these are configured. It is read again when it changes; nobody but its owner may read it (mode 0600).',
  },
  {
    key: 'authentication.jwt.keysFile',
    type: 'string',
    doc: 'File with the public keys that JSON Web Tokens are signed with: a JSON Web Key Set, or one public key in PEM. It is read again when it changes. A request may then carry such a token. Needs authentication.jwt.issuer and authentication.jwt.audience.',
  },
  {
    key: 'authentication.jwt.keysUrl',
    type: 'string',
    doc: 'In place of the file, the address at which the issuer publishes its JSON Web Key Set (its jwks_uri): https, or http on loopback. It is asked when a token comes, again every five minutes, and for a key that is not known, at most every half minute. While it does not answer, keys up to an hour old count. The authorities of the system are trusted, and those of NODE_EXTRA_CA_CERTS.',
  },
  { key: 'authentication.jwt.issuer', type: 'string', doc: 'Who must have issued a JSON Web Token: its iss, letter by letter.' },
  { key: 'authentication.jwt.audience', type: 'string', doc: 'For whom a JSON Web Token must be: its aud, or one of them.' },
  {
    key: 'authentication.jwt.clockLeeway',
    type: 'duration',
    default: '10s',
    doc: 'How far the clock of the issuer may be off, when exp and nbf of a JSON Web Token are checked.',
  },
  {
    key: 'authentication.jwt.rolesClaim',
    type: 'string',
    default: 'roles',
    doc: 'The claim of a JSON Web Token with the roles of the caller, a list or a text with blanks between them. Dots lead into objects, as in resource_access.ringside.roles.',
  },
  {
    key: 'authorization.roles',
    type: 'string[]',
    doc: 'Roles besides viewer, operator and admin, each with the permissions that it gives, such as backup=SNAPSHOT:* SCHEMA:READ. The permission of each route is in the reference of the HTTP routes; * stands for any object or action. Give every sidecar of the cluster the same ones.',
  },
  {
    key: 'authorization.certificates',
    type: 'string[]',
    doc: 'Roles of client certificates, such as spiffe://example.org/backup=backup, or ci=viewer operator. A certificate is known by its SPIFFE id, and without one by its common name. Those that are not named may do nothing; without this key, any certificate that tls.requireClientCertificate lets in may do everything. Sidecars need viewer for each other, unless they share a token.',
  },
  {
    key: 'audit.file',
    type: 'string',
    doc: 'File in which each request that changes something is noted before anything is done, and then how it ended; and refused requests. Lines are chained, and ringside audit verifies them. Where it cannot be written, nothing is changed.',
  },
];
