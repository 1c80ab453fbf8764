import type { ReactNode } from 'react';
import type { Field } from './field';

/** What a picture's parts are given. */
export interface PartProps<State, Model> {
  readonly state: State;
  /** What {@link Picture.model} made of the state. */
  readonly model: Model;
  /** Changes some parts of the state; a change to an impossible state is refused, and the reader is told why. */
  readonly change: (parts: Partial<State> | ((state: State) => Partial<State>)) => void;
  /** Begins the `id` of every element that needs one, so that two pictures on a page do not share them. */
  readonly name: string;
}

/** A field for each part of a state. */
export type Fields<State> = { readonly [Name in keyof State]: Field<State[Name]> };

/** A live picture as data. Everything in it is pure: the same state gives the same picture on the server and in the browser. */
export interface Picture<State, Model> {
  readonly id: string;
  /** What it is called, in a few words. */
  readonly title: string;
  /** One line that says what the picture shows; the caption, and all the explanation there is when scripts are off. */
  readonly shows: string;
  /** The state's parts, in the order in which the address has them. */
  readonly fields: Fields<State>;
  /** What makes these values impossible together, in a sentence without its full stop. */
  readonly check?: (state: State) => string | undefined;
  /** All that is worked out of a state, once for all parts. */
  readonly model: (state: State) => Model;
  /** The result in words: read out after each change. */
  readonly tell: (state: State, model: Model) => string;
  /** The picture itself: SVG. */
  readonly Draw: (props: PartProps<State, Model>) => ReactNode;
  /** What the reader changes it with; not shown when scripts are off. */
  readonly Controls: (props: PartProps<State, Model>) => ReactNode;
  /** More to read under the picture, such as a table. */
  readonly Details?: (props: PartProps<State, Model>) => ReactNode;
}

/** A picture of which only the frame's own parts are known. */
// oxlint-disable-next-line typescript/no-explicit-any -- a registry of pictures with states of their own
export type AnyPicture = Picture<any, any>;

/** Says that an object is a picture, and infers what its model is. */
export function picture<State, Model>(data: Picture<State, Model>): Picture<State, Model> {
  return data;
}
