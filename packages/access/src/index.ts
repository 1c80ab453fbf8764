/**
 * Who may do what: callers known by tokens, roles made of permissions, and an audit log that shows when a line was removed.
 *
 * @packageDocumentation
 */
export { type AuditLog, type AuditLogOptions, openAuditLog } from './audit/audit-log.ts';
export type { AuditEntry, AuditFacts } from './audit/chain.ts';
export { type AuditCheck, type AuditFault, auditFiles, type AuditLine, auditLines, verifyAudit } from './audit/verify.ts';
export { certificateIdentity, isSpiffeId } from './certificate-identity.ts';
export { type AccessSettings, readAccessSettings } from './config/settings.ts';
export { accessConfig } from './config/table.ts';
export { accessErrors } from './errors.ts';
export { type KnownTokens, type KnownTokensOptions, openTokens } from './known-tokens.ts';
export { assertRoles, defineRoles, isRole, isRoleName, mayDo, type OwnRoles, type Role, type RoleRights, ROLES } from './roles.ts';
export { formatTokens, type MadeToken, makeToken, ownerOfToken, parseTokens, type TokenEntry } from './token-file.ts';
