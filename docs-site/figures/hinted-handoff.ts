import { cited, type Figures } from './figure.ts';

/** Figures of "Hinted hand-off". */
export const figures: Figures = {
  'flush-period': cited('10 seconds', 'Config.java of Cassandra 5.0, hints_flush_period'),
  'dispatch-period': cited('10 seconds', 'HintsService.startDispatch of Cassandra 5.0'),
  'file-size': cited('128 MiB', 'Config.java of Cassandra 5.0, max_hints_file_size'),
};
