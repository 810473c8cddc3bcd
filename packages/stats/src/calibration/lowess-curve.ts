/**
 * The calibration curve as R's val.prob draws it.
 *
 * Reads predictions and labels, gives lowess without robustness steps and straight lines between. Has no band.
 */
import { lowess } from './lowess.ts';
import type { Predictions } from './predictions.ts';

/** Mean of the smooth over equal x, then straight lines between, as R's approx(ties = mean). */
export function joinPoints(x: Float64Array, y: Float64Array): (at: number) => number {
  const places: number[] = [];
  const means: number[] = [];
  for (let i = 0; i < x.length; ) {
    let end = i;
    let sum = 0;
    for (; end < x.length && x[end] === x[i]; end++) sum += y[end]!;
    places.push(x[i]!);
    means.push(sum / (end - i));
    i = end;
  }
  return (at) => {
    let low = 0;
    let high = places.length - 1;
    if (at >= places[high]!) return means[high]!;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (places[middle]! <= at) low = middle;
      else high = middle;
    }
    const share = (at - places[low]!) / (places[high]! - places[low]!);
    return means[low]! + share * (means[high]! - means[low]!);
  };
}

/** Predictions sorted by probability with the lowess smooth at each. */
export function lowessOfPredictions({ probabilities, labels }: Predictions): {
  x: Float64Array;
  fitted: Float64Array;
} {
  const order = Array.from(probabilities.keys()).sort((a, b) => probabilities[a]! - probabilities[b]!);
  const x = Float64Array.from(order, (i) => probabilities[i]!);
  return {
    x,
    fitted: lowess(
      x,
      Float64Array.from(order, (i) => labels[i]!),
    ),
  };
}
