export { claimFile, identityOf, signalGroup, surviveClosedTerminal } from '@ringside/host';
