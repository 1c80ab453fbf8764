import { type JSX, useState } from 'react';

/** The line that gives the same in a terminal, with a button that copies it. */
export function CommandLine({ command }: { readonly command: string }): JSX.Element {
  const [copied, setCopied] = useState('');
  const copy = (): void =>
    void navigator.clipboard.writeText(command).then(
      () => setCopied(command),
      () => setCopied(''),
    );
  return (
    <p className="command">
      <span className="quiet">In a terminal</span> <code tabIndex={0}>{command}</code>{' '}
      {typeof navigator !== 'undefined' && 'clipboard' in navigator ? (
        <button type="button" onClick={copy} aria-label="Copy the command">
          {copied === command ? 'Copied' : 'Copy'}
        </button>
      ) : null}
    </p>
  );
}
