import { type FormEvent, type JSX, useId, useState } from 'react';
import { readToken, type Refusal } from './access.ts';

/** What {@link SignIn} shows and reports. */
export interface SignInProps {
  readonly refusal: Refusal;
  /** Whether nobody on the way can read what the page sends. */
  readonly isPrivate: boolean;
  readonly onToken: (token: string) => void;
}

const REASONS: Readonly<Record<Refusal, string>> = {
  missing: '',
  wrong: 'The sidecar does not accept this token.',
  ended: 'The sidecar no longer accepts the token: it was replaced.',
  'signed out': '',
};
const UNREADABLE = 'A token is one word of letters, digits and signs. Paste the content of the file, and nothing else.';

/** Asks for the token of the sidecar. The field has no name and its form is never sent: what is typed reaches `onToken` only. */
export function SignIn({ refusal, isPrivate, onToken }: SignInProps): JSX.Element {
  const [problem, setProblem] = useState(REASONS[refusal]);
  const ids = { field: useId(), hint: useId(), problem: useId() };
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const field = event.currentTarget.querySelector('input');
    const token = readToken(field?.value ?? '');
    if (token !== undefined) return onToken(token);
    setProblem(UNREADABLE);
    field?.focus();
  };
  return (
    <section className="sign-in" aria-labelledby="sign-in-heading">
      <h2 id="sign-in-heading">Sign in</h2>
      {refusal === 'signed out' ? <p role="status">You are signed out. The page has forgotten the token.</p> : null}
      {isPrivate ? (
        <form method="post" onSubmit={onSubmit}>
          <label htmlFor={ids.field}>Token of this sidecar</label>
          <input
            id={ids.field}
            type="password"
            autoComplete="current-password"
            autoCapitalize="none"
            spellCheck={false}
            required
            autoFocus
            aria-invalid={problem !== ''}
            aria-describedby={problem === '' ? ids.hint : `${ids.problem} ${ids.hint}`}
          />
          <p id={ids.hint} className="quiet">
            It is in the file that <code>authentication.tokenFile</code> of the sidecar names. This page keeps it until you sign out, reload
            or leave.
          </p>
          <p id={ids.problem} className="refusal" role="alert">
            {problem}
          </p>
          <button type="submit">Sign in</button>
        </form>
      ) : (
        <p role="alert">
          This sidecar asks for a token, and the page came over plain HTTP: everybody on the way could read it. Open the page with{' '}
          <code>https://</code>, or on the machine of the sidecar.
        </p>
      )}
    </section>
  );
}
