import { picture as define } from '../frame/picture';
import { Controls } from './Controls';
import { type Detection, detect } from './detection';
import { Draw } from './Draw';
import { fields, type PhiState } from './state';
import { tell } from './tell';

/** The φ accrual failure detector over a minute of heartbeats. */
export const picture = define<PhiState, Detection>({
  id: 'phi-detector',
  title: 'φ failure detector',
  shows: 'How φ rises while heartbeats are missing, when it passes the threshold, and what jitter and the interval change.',
  fields,
  model: detect,
  tell,
  Draw,
  Controls,
});
