/**
 * What commands of `ringside` are made of: their table, help, completion, printing and exit codes, and how they find a sidecar.
 *
 * @packageDocumentation
 */
export { bashCompletion } from './completion/bash.ts';
export { fishCompletion } from './completion/fish.ts';
export { type CompletionNode, completionNodes, type CompletionOption, type CompletionWord } from './completion/model.ts';
export { zshCompletion } from './completion/zsh.ts';
export { type CliIo, processIo } from './output/io.ts';
export { createLiveLine, type LiveLine } from './output/live-line.ts';
export { printable } from './output/printable.ts';
export { progressBar } from './output/progress-bar.ts';
export { type Paint, plainStyle, type Style } from './output/style.ts';
export { type Column, renderTable } from './output/table.ts';
export { type ErrorView, writeError } from './output/write-error.ts';
export { askNode, askSidecar, DEFAULT_SIDECAR_URL, sidecarClient, sidecarUrls } from './program/ask-sidecar.ts';
export { LIVENESS_MS } from './program/liveness.ts';
export { buildProgram, type CommandRunner, type ParsedLine, type ProgramOutput } from './program/build-program.ts';
export { type CatalogueEntry, type CliProgram, type ForeignWords, subcommand } from './program/catalogue-entry.ts';
export { type CommandContext, type ContextOptions, createContext } from './program/context.ts';
export { type CliDescription, type CommandDescription, describeProgram } from './program/describe.ts';
export { doAtEach, type NodeOutcome, outcomesText, PARTIAL_FAILURE, targetSidecars } from './program/each-sidecar.ts';
export { endSoon } from './program/end-of-process.ts';
export { shieldForeignWords } from './program/foreign-words.ts';
export type { GlobalOptions } from './program/global-options.ts';
export { type Interrupts, processInterrupts, type ProcessInterrupts } from './program/interrupt.ts';
export type { CqlPlace, LocalRingPlugin } from './program/local-ring-plugin.ts';
export { runCli } from './program/run-cli.ts';
export { assertFreshIsMeant, findHome, type Place } from './state-folder/home.ts';
export { type LauncherState, readLauncherState, removeLauncherState, writeLauncherState } from './state-folder/launcher-state.ts';
export { hasRing, ringDirectory } from './state-folder/ring-place.ts';
export type { RingSummary } from './state-folder/ring-summary.ts';
export { sidecarConfigFile, sidecarDirectory, sidecarLogFile, sidecarSecretFile } from './state-folder/sidecar-files.ts';
export {
  type Act,
  type CommandDefinition,
  type CommandInput,
  type CommandLine,
  type CommandSpec,
  defineChange,
  defineCommand,
  type ExampleSpec,
} from './table/command.ts';
export { consistencyLevel, keyspaceName, newSnapshotTag, snapshotTag, snapshotTtl, tableName } from './table/named-types.ts';
export { type Operand, operand, operandList, type OperandSpec, optionalOperand, optionalOperands } from './table/operand.ts';
export type { OperandsOf, OperandTable } from './table/operands.ts';
export {
  flag,
  type Option,
  option,
  type OptionFacts,
  type OptionSpec,
  optionWithDefault,
  optionWithSource,
  repeatedOption,
  type Said,
  type Sourced,
} from './table/option.ts';
export type { Environment, OpenOption, OpenOptions, OptionsOf, OptionTable } from './table/options.ts';
export { CONSISTENCY_OPTION, KEYSPACE_OPTION, NODE_OPTION } from './table/shared-options.ts';
export {
  bytes,
  choice,
  duration,
  integer,
  type Limits,
  parsed,
  port,
  text,
  type ValueType,
  type ValueTypeName,
} from './table/value-type.ts';
