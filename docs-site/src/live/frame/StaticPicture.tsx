import type { ReactNode } from 'react';
import { checkedPicture } from './checked-picture';
import { PictureFrame } from './PictureFrame';
import type { IslandProps } from '../LivePicture';

/** The picture as HTML, when the site is built: a picture that cannot be fails the build. */
export async function staticPicture({ id, name, at, options }: IslandProps): Promise<{ default: () => ReactNode }> {
  const { picture, base } = await checkedPicture(id, options, at);
  return { default: () => <PictureFrame picture={picture} name={name} base={base} /> };
}
