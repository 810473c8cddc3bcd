/**
 * Bending a crop by smooth random shifts.
 */
import type { RandomNumbers } from '../volume.ts';
import { checkRange, type ElasticStep, refuseAugment } from './step.ts';

/** How a crop is bent. */
export interface ElasticOptions {
  /** Chance that it is done at all. Default 0.2. */
  readonly probability: number;
  /** Points along each side of the grid of shifts, 3 to 32. Default 5. */
  readonly gridPoints: number;
  /** Standard deviation of the shifts in pixels; points on the border do not move. Default 2. */
  readonly shiftPx: number;
}

/** Gentle bending on a coarse grid. */
export const ELASTIC_DEFAULTS: ElasticOptions = Object.freeze({
  probability: 0.2,
  gridPoints: 5,
  shiftPx: 2,
});

/**
 * Draws the shifts, or undefined for none.
 *
 * @throws VolumeError `augment/option` when a setting is out of range.
 */
export function planElastic(options: Partial<ElasticOptions>, rng: RandomNumbers): ElasticStep | undefined {
  const settings = { ...ELASTIC_DEFAULTS, ...options };
  checkRange('elastic', { ...settings });
  const { gridPoints: n } = settings;
  if (!Number.isInteger(n) || n < 3 || n > 32) {
    refuseAugment(`Found elastic.gridPoints = ${n}.`, 'A whole number from 3 to 32 is needed.');
  }
  if (rng.uniform() >= settings.probability) return undefined;
  const shiftsPx: number[] = [];
  for (let at = 0; at < 2 * n * n; at++) {
    const [x, y] = [at % n, Math.floor(at / n) % n];
    const border = x === 0 || y === 0 || x === n - 1 || y === n - 1;
    shiftsPx.push(border ? 0 : rng.normal() * settings.shiftPx);
  }
  return { name: 'elastic', gridPoints: n, shiftsPx };
}
