export { claimFile, findProcesses, identityOf, signalGroup, surviveClosedTerminal } from '@ringside/host';
