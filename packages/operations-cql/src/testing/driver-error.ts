/** A driver's error with a code of the native protocol. */
export function driverError(code: number | string, message: string): Error {
  return Object.assign(new Error(message), { code, name: 'ResponseError' });
}
