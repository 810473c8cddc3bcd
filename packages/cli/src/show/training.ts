/**
 * One line about a running training: bar, epoch, loss, time left.
 */
import type { TrainingProgress } from '@mriscore/study';
import { formatDuration } from './duration.ts';

const WIDTH = 20;

/** A bar of 20 cells, for a share in [0, 1]. */
export function formatBar(share: number): string {
  const full = Math.round(Math.min(Math.max(share, 0), 1) * WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
}

/**
 * One line about where a training is.
 *
 * @example
 * formatTraining(event); // 'T2  ██████████░░░░░░░░░░  50 %  epoch 5/10  loss 0.512  40 s left'
 */
export function formatTraining(event: TrainingProgress): string {
  const share = event.step / event.steps;
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const left = event.secondsLeft === null ? '' : `  ${formatDuration(event.secondsLeft)} left`;
  const epoch = `epoch ${event.epoch}/${event.epochs}`;
  return `${event.unit}  ${formatBar(share)} ${percent}  ${epoch}  loss ${event.loss.toFixed(3)}${left}`;
}
