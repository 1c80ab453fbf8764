import { lazy, memo, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Options } from './frame/state';
import { pictures } from './registry';
import { whenSeen } from './when-seen';
import styles from './LivePicture.module.css';

/** What the island is told: plain data, so that the build and the browser make the same picture of it. */
export interface IslandProps {
  readonly id: string;
  readonly name: string;
  /** Where the page has it; put in by the remark plug-in. */
  readonly at: string;
  readonly options: Options;
}

export interface LivePictureProps extends Options {
  /** Which picture; `registry.ts` has them all. */
  readonly id: string;
  /** Tells two pictures of one kind on a page apart. */
  readonly name?: string;
  readonly at?: string;
}

/** One and the same object in every render: React must leave the HTML of the build alone. */
const AS_IT_IS = { __html: '' };

/**
 * A live picture. The build writes all of it into the page as HTML; the browser loads its JavaScript when it is seen, and only then does
 * it come to life. It is a React root of its own: whatever the page does before, the HTML stays.
 */
export const LivePicture = memo(function LivePicture({ id, name = id, at = '', ...options }: LivePictureProps): ReactNode {
  const island = { id, name, at, options };
  const heightPx = pictures[id]?.heightPx ?? 400;
  return (
    <div className={styles['place']} id={`live-${name}`} data-live-picture={id} style={{ '--live-height': `${heightPx}px` } as object}>
      {typeof window === 'undefined' ? <StaticIsland {...island} /> : <Island {...island} />}
    </div>
  );
});

function StaticIsland(island: IslandProps): ReactNode {
  // Made anew for each picture: it carries the picture's own state. React waits for it, because the build is not in a hurry.
  const [Static] = useState(() => lazy(() => import('./frame/StaticPicture').then(({ staticPicture }) => staticPicture(island))));
  return (
    <div className={styles['island']}>
      <Static />
    </div>
  );
}

function Island(island: IslandProps): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState('');
  useEffect(() => {
    const stop = new AbortController();
    let end: (() => void) | undefined;
    const start = async (): Promise<void> => {
      const place = element.current as HTMLDivElement;
      await whenSeen(place, stop.signal);
      const { mount } = await import(/* webpackChunkName: "live-frame" */ './frame/mount');
      if (!stop.signal.aborted) end = await mount(place, island);
      // The page was left while the picture was being loaded.
      if (stop.signal.aborted) end?.();
    };
    start().catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)));
    return () => {
      stop.abort();
      // A root must not end while another one renders.
      setTimeout(() => end?.());
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what a page says does not change while it is shown
  }, []);
  return (
    <>
      <div ref={element} className={styles['island']} dangerouslySetInnerHTML={AS_IT_IS} suppressHydrationWarning />
      {failure === '' ? null : <p role="alert">The picture cannot be changed: {failure}. Loading the page again may help.</p>}
    </>
  );
}
