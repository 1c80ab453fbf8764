import type { OpsError } from '@ringside/core';
import { abilities, methodSubjects, type NodeControl, nodeControlErrors } from '@ringside/node-control';
import { NEEDS, type VirtualTablesMethod } from './methods.ts';

/** A node without a management interface: it refuses everything, with `NODE_CONTROL_ABSENT`. What its tables tell takes the place of some. */
export function noManagement(remedy: string | undefined): NodeControl {
  const refusals = Object.entries(methodSubjects).map(([method, what]) => {
    const refuse = async (): Promise<never> => {
      throw absent(`${what} needs the management interface, and none is configured`, remedy);
    };
    return [method, refuse] as const;
  });
  return Object.fromEntries(refusals) as unknown as NodeControl;
}

/** The error for what the tables of this version do not tell yet, where there is no management interface either. */
export function notYetInTables(method: VirtualTablesMethod, releaseVersion: string, remedy: string | undefined): OpsError {
  const ability = NEEDS[method];
  const since = ability === null ? '' : ` (a virtual table has it since Cassandra ${abilities[ability].since})`;
  return absent(
    `${methodSubjects[method]} needs the management interface on Cassandra ${releaseVersion}, and none is configured${since}`,
    remedy,
  );
}

function absent(message: string, remedy: string | undefined): OpsError {
  return nodeControlErrors.NODE_CONTROL_ABSENT({ message, ...(remedy !== undefined && { remedy }) });
}
