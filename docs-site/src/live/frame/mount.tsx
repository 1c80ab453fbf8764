import { createRoot, hydrateRoot } from 'react-dom/client';
import { checkedPicture } from './checked-picture';
import { PictureFrame } from './PictureFrame';
import type { IslandProps } from '../LivePicture';

/**
 * Brings the picture to life inside its element: takes over the HTML of the build where it is there, else (after a change of page
 * without a load) draws it.
 *
 * @returns what ends it
 */
export async function mount(element: HTMLElement, { id, name, at, options }: IslandProps): Promise<() => void> {
  const { picture, base } = await checkedPicture(id, options, at);
  const frame = <PictureFrame picture={picture} name={name} base={base} />;
  if (element.hasChildNodes()) {
    const root = hydrateRoot(element, frame, { onRecoverableError: (error) => console.error(`Live picture ${id}:`, error) });
    return () => root.unmount();
  }
  const root = createRoot(element);
  root.render(frame);
  return () => root.unmount();
}
