import { useEffect, useMemo, useRef, useState } from 'react';
import { readParameter, withParameter } from './address';
import { Problem } from './field';
import type { PartProps, Picture } from './picture';
import { readState, writeState } from './state';

/** Browsers refuse an address that changes hundreds of times a minute, as dragging a slider would. */
const ADDRESS_DELAY_MS = 300;

/** A picture that runs: its state, kept in the address, and what is worked out of it. */
export interface RunningPicture<State, Model> extends Omit<PartProps<State, Model>, 'name'> {
  /** Why the last change, or the state in the address, was refused. */
  readonly problem: string | undefined;
  /** Back to what the page shows. */
  readonly reset: () => void;
  /** A link to the page with the picture as it is now. */
  readonly link: () => string;
}

/** Runs a picture from the state that the page asks for; what the address says is taken up once the page's own has been shown. */
export function usePicture<State, Model>(picture: Picture<State, Model>, name: string, base: State): RunningPicture<State, Model> {
  const [state, setState] = useState(base);
  const [problem, setProblem] = useState<string>();
  const latest = useRef(base);
  const show = (next: State): void => {
    latest.current = next;
    setState(next);
    setProblem(undefined);
  };
  useEffect(() => {
    const query = readParameter(window.location.search, name);
    if (query === undefined) return;
    const asked = readState(picture, query, base);
    if (asked instanceof Problem) setProblem(`The address asks for what cannot be: ${asked.text}. The page’s own picture is shown.`);
    else show(asked);
  }, [picture, name, base]);
  useAddress(name, state === base ? undefined : writeState(picture, state));
  const model = useMemo(() => picture.model(state), [picture, state]);
  return {
    state,
    model,
    problem,
    reset: () => show(base),
    link: () => linkTo(name, writeState(picture, state)),
    change: (parts) => {
      const next = { ...latest.current, ...(typeof parts === 'function' ? parts(latest.current) : parts) };
      const impossible = picture.check?.(next);
      if (impossible === undefined) show(next);
      else setProblem(`${impossible}.`);
    },
  };
}

/** Keeps the address at the state; an address that nobody changed is left alone, a wrong one too, until the reader changes something. */
function useAddress(name: string, query: string | undefined): void {
  const touched = useRef(false);
  useEffect(() => {
    if (query === undefined && !touched.current) return undefined;
    touched.current = true;
    const timer = setTimeout(() => {
      const { pathname, search, hash } = window.location;
      const next = withParameter(search, name, query);
      if (next !== search) window.history.replaceState(window.history.state, '', pathname + next + hash);
    }, ADDRESS_DELAY_MS);
    return () => clearTimeout(timer);
  }, [name, query]);
}

function linkTo(name: string, query: string): string {
  const { origin, pathname, search } = window.location;
  return `${origin}${pathname}${withParameter(search, name, query)}#live-${name}`;
}
