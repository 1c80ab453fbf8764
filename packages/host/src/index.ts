/**
 * What a program does with the machine it runs on: processes, files, locks, ports, terminals. Needs Node.js, and nothing of Cassandra.
 *
 * @packageDocumentation
 */
export { hostErrors } from './errors.ts';
export { identityOf, isPaused, isRunning, ownIdentity, type ProcessIdentity, residentBytes } from './process/identity.ts';
export { removeDurably, writeAtomically, writeDurably } from './files/atomic.ts';
export { type ClaimedFolder, claimFolder, makeClaimedFolder, removeAbandonedFolders } from './files/claimed-folder.ts';
export { assertDisk, diskFullOr, freeDiskBytes } from './files/disk.ts';
export { assertOwnFiles, entriesOf } from './files/own-files.ts';
export { certificatesOf, type NamedFile, readCertificates, readKeyPair } from './files/pem-files.ts';
export { privateFolder, temporaryFolder } from './files/private-folder.ts';
export { expandHome } from './files/expand-home.ts';
export { type FileSystem, fileSystems } from './files/file-systems.ts';
export { type PlainFileOptions, readPlainFile } from './files/plain-file.ts';
export { readFault } from './files/read-fault.ts';
export { assertOwnersAlone, readBytes, readSecretFile, readTextFile } from './files/secret-file.ts';
export { allOrFirstFailure } from './group.ts';
export { availableMemoryBytes, type MemorySources } from './memory/memory.ts';
export { askJvm, type AskJvmOptions, type JvmAnswer } from './jvm/attach.ts';
export { claimFile, claimHolder, type ClaimOptions, type ClaimResult } from './locks/claim.ts';
export { claimForProcess, claimsFolder, releaseClaim } from './locks/claims.ts';
export { exclusively, type ExclusiveOptions } from './locks/exclusive.ts';
export { addressesOf } from './net/addresses-of.ts';
export { type AddressBlock, claimAddressBlock, releaseAddressBlock } from './net/address-block.ts';
export { createFqdnLookup, type FqdnLookup, type FqdnOptions } from './net/fqdn.ts';
export { createLeanFetch, type LeanFetch, type LeanFetchOptions, type TlsOptions } from './net/lean-fetch.ts';
export type { ListenPlace } from './net/listen-place.ts';
export { listensOn, ownerOf, portHolder, type PortOwner } from './net/port-owner.ts';
export { assertPortsFree, canListen, freePort, isPortOpen, probePort } from './net/ports.ts';
export { type CommandLine, commandLineOf, findProcesses } from './process/find.ts';
export { groupsBelow, membersOf } from './process/groups.ts';
export { lifeOf, markOf, parseMark, type ProcessLife, type ProcessMark } from './process/mark.ts';
export { readProcessFile, removeProcessFile, writeProcessFile } from './process/process-file.ts';
export { type CommandOptions, type CommandResult, runCommand } from './process/run-command.ts';
export { endProcess, type EndOptions, killAndWait, signalGroup, signalProcess } from './process/signal.ts';
export { type DetachedPlan, spawnDetached } from './process/spawn.ts';
export { surviveClosedTerminal } from './terminal.ts';
