import { type ReactNode, useEffect, useState } from 'react';
import type { Picture } from './picture';
import { usePicture } from './use-picture';
import styles from './PictureFrame.module.css';

export interface PictureFrameProps<State, Model> {
  readonly picture: Picture<State, Model>;
  /** The picture's name on this page: its key in the address. */
  readonly name: string;
  /** The state that the page asks for. */
  readonly base: State;
}

/** What stands around every picture: its title, its controls, the result in words, and the link to it as it is. */
export function PictureFrame<State, Model>({ picture, name, base }: PictureFrameProps<State, Model>): ReactNode {
  const { problem, reset, link, ...running } = usePicture(picture, name, base);
  const { Controls, Draw, Details } = picture;
  const parts = { ...running, name };
  const [isAlive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  return (
    <figure className={styles['frame']} aria-labelledby={`${name}-title`} data-live-state={isAlive ? 'alive' : 'still'}>
      <figcaption className={styles['caption']}>
        <strong id={`${name}-title`}>{picture.title}</strong>
        <span>{picture.shows}</span>
      </figcaption>
      <div className={styles['controls']} data-live-controls>
        <Controls {...parts} />
      </div>
      {problem === undefined ? null : (
        <p className={styles['problem']} role="alert">
          {problem}
        </p>
      )}
      <div className={styles['drawing']}>
        <Draw {...parts} />
      </div>
      <p className={styles['told']} role="status" data-live-told>
        {picture.tell(running.state, running.model)}
      </p>
      {Details === undefined ? null : <Details {...parts} />}
      <div className={styles['foot']} data-live-controls>
        <button type="button" className={styles['quiet']} onClick={reset}>
          Reset
        </button>
        <CopyLink link={link} />
      </div>
    </figure>
  );
}

function CopyLink({ link }: { readonly link: () => string }): ReactNode {
  const [said, setSaid] = useState('');
  const copy = (): void => {
    const done = navigator.clipboard?.writeText(link()) ?? Promise.reject(new Error('no clipboard'));
    done.then(
      () => setSaid('Copied.'),
      () => setSaid('The browser does not allow it; the address bar has the link.'),
    );
  };
  return (
    <>
      <button type="button" className={styles['quiet']} onClick={copy}>
        Copy link
      </button>
      <span role="status" className={styles['said']}>
        {said}
      </span>
    </>
  );
}
