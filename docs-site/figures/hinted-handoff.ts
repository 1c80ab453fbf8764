import { cited, type Figures } from './figure.ts';

/** Figures of "Hinted hand-off". */
export const figures: Figures = {
  'dispatch-period': cited('10 seconds', 'HintsService.startDispatch of Cassandra 5.0'),
};
