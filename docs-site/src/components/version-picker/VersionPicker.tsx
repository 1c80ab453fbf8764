import useDocusaurusContext from '@docusaurus/useDocusaurusContext';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { type PublishedVersion, readPublishedVersions, rootOf } from './published-versions';
import styles from './VersionPicker.module.css';

type Listing = 'unasked' | 'asked' | readonly PublishedVersion[];

/**
 * The version of these pages, which opens to the others. Which there are is known only where the site stands, so the list is asked
 * for when it is opened, from the same host and never before. Nothing at all where the build was told no version.
 */
export function VersionPicker({ mobile = false }: { readonly mobile?: boolean }): ReactNode {
  const { customFields, baseUrl } = useDocusaurusContext().siteConfig;
  const [listing, setListing] = useState<Listing>('unasked');
  const version = customFields?.['docVersion'];
  if (typeof version !== 'string') return null;
  const root = rootOf(baseUrl);
  const onToggle = (event: SyntheticEvent<HTMLDetailsElement>): void => {
    if (!event.currentTarget.open || listing !== 'unasked') return;
    setListing('asked');
    void fetchVersions(root).then(setListing);
  };
  const picker = (
    <details className={mobile ? `${styles['picker']} ${styles['mobile']}` : styles['picker']} onToggle={onToggle}>
      <summary aria-label={`Version ${version}; other versions`}>{version}</summary>
      <div className={styles['list']} aria-live="polite">
        <Versions listing={listing} version={version} root={root} />
      </div>
    </details>
  );
  return mobile ? <li className="menu__list-item">{picker}</li> : picker;
}

function Versions({ listing, version, root }: { readonly listing: Listing; readonly version: string; readonly root: string }): ReactNode {
  // Also what a reader without scripts finds here: the site's first page leads to the latest version.
  if (listing === 'unasked') return <a href={root}>All versions</a>;
  if (listing === 'asked') return <p>Asking which there are …</p>;
  if (listing.length === 0) return <p>No other version is published here.</p>;
  return (
    <ul>
      {listing.map(({ version: other, title, isLatest }) => (
        <li key={other}>
          <a href={`${root}${other}/`} aria-current={other === version ? 'true' : undefined}>
            {title}
            {isLatest ? ' (latest)' : ''}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** A site without the list, or without a network, has no other version to offer; that is no error. */
async function fetchVersions(root: string): Promise<readonly PublishedVersion[]> {
  try {
    const response = await fetch(`${root}versions.json`, { credentials: 'omit' });
    return response.ok ? readPublishedVersions(await response.json()) : [];
  } catch {
    return [];
  }
}
