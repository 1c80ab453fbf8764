const FAULTS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a link to itself',
  ENOENT: 'it is not there',
};

/** Why a file of state cannot be used, for people: in words, where the system and the JSON parser have codes and positions. */
export function readFault(error: unknown): string {
  if (error instanceof SyntaxError) return 'it is not valid JSON';
  const { code = '', message } = error as NodeJS.ErrnoException;
  return Object.hasOwn(FAULTS, code) ? (FAULTS[code] as string) : message;
}
