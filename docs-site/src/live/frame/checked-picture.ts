import { nearest } from '@ringside/core';
import { Problem } from './field';
import type { AnyPicture } from './picture';
import { type Options, stateOfOptions } from './state';
import { pictures } from '../registry';

/** A picture and the state that a page asks for. */
export interface CheckedPicture {
  readonly picture: AnyPicture;
  readonly base: unknown;
}

/**
 * Loads a picture for a page.
 *
 * @param at where the page has it, `docs/learn/x.mdx:12`
 * @throws {Error} naming that place, when there is no such picture or its options are impossible
 */
export async function checkedPicture(id: string, options: Options, at: string): Promise<CheckedPicture> {
  const ids = Object.keys(pictures);
  if (!Object.hasOwn(pictures, id)) {
    const near = nearest(id, ids);
    const hint = near === undefined ? '' : ` Did you mean ${near}?`;
    throw fault(`${at}: LivePicture: there is no picture ${JSON.stringify(id)}.${hint} There are ${ids.join(', ')}`);
  }
  const { picture } = await (pictures[id] as (typeof pictures)[string]).load();
  const base = stateOfOptions(picture, options);
  if (base instanceof Problem) throw fault(`${at}: LivePicture ${id}: ${base.text}`);
  return { picture, base };
}

/** What is wrong is in the page, and the message says where: the place in this program helps nobody. */
function fault(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
