/**
 * The top of a smooth hill in a few dimensions, by a quasi-Newton climb (BFGS) with a limited step.
 *
 * Knows nothing of images.
 *
 * @see Nocedal and Wright, Numerical Optimization, 2nd edition, chapter 6.
 */

/** Height and slope at a point. */
export interface Height {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** When to stop and how far to step. */
export interface ClimbOptions {
  /** Longest step. */
  readonly longestStep: number;
  /** The climb ends when a step is shorter than this. */
  readonly shortestStep: number;
  readonly mostSteps: number;
}

/** Where the climb ended. */
export interface Summit {
  readonly at: Float64Array;
  readonly value: number;
  readonly steps: number;
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, at) => sum + v * b[at]!, 0);
const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

/** Improves the estimate of the inverse curvature from one step, in place. */
function updateInverse(inverse: Float64Array, step: Float64Array, change: Float64Array): void {
  const n = step.length;
  const curvature = dot(step, change);
  if (!(curvature > 1e-14)) return;
  const product = new Float64Array(n);
  for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) product[a]! += inverse[a * n + b]! * change[b]!;
  const scale = (1 + dot(change, product) / curvature) / curvature;
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      inverse[a * n + b]! +=
        scale * step[a]! * step[b]! - (product[a]! * step[b]! + step[a]! * product[b]!) / curvature;
    }
  }
}

/** The direction to try: uphill by the estimate, else along the slope; never longer than allowed. */
function direction(inverse: Float64Array, gradient: Float64Array, longest: number): Float64Array {
  const n = gradient.length;
  let way = new Float64Array(n);
  for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) way[a]! += inverse[a * n + b]! * gradient[b]!;
  if (!(dot(way, gradient) > 0)) way = Float64Array.from(gradient);
  const length = norm(way);
  return length > longest ? way.map((v) => (v * longest) / length) : way;
}

/** Starts with a curvature for which the first step is half the longest. */
function firstInverse(gradient: Float64Array, longest: number): Float64Array {
  const n = gradient.length;
  const inverse = new Float64Array(n * n);
  for (let a = 0; a < n; a++) inverse[a * n + a] = longest / 2 / (norm(gradient) || 1);
  return inverse;
}

interface Try {
  readonly at: Float64Array;
  readonly height: Height;
  readonly tries: number;
}

/** Where to go, and the step that is too short to be worth it. */
interface Way {
  readonly way: Float64Array;
  readonly shortest: number;
}

/** Goes along a way, half as far each time, until it is high enough or the step is too short. */
function search(height: (at: Float64Array) => Height, from: Try, { way, shortest }: Way): Try {
  const uphill = dot(way, from.height.gradient);
  const length = norm(way);
  let tries = 0;
  for (let share = 1; ; share /= 2) {
    const part = share;
    const at = from.at.map((v, axis) => v + part * way[axis]!);
    const there = height(at);
    tries++;
    const enough = there.value >= from.height.value + 1e-4 * share * uphill;
    if (enough || share * length < shortest / 2) return { at, height: there, tries };
  }
}

/**
 * Climbs from a start. Every accepted step is higher than the last.
 *
 * @param height Value and gradient at a point.
 */
export function climb(
  height: (at: Float64Array) => Height,
  start: Float64Array,
  options: ClimbOptions,
): Summit {
  let here: Try = { at: Float64Array.from(start), height: height(start), tries: 1 };
  let inverse = firstInverse(here.height.gradient, options.longestStep);
  let steps = 1;
  let restarted = false;
  while (steps < options.mostSteps) {
    const way = direction(inverse, here.height.gradient, options.longestStep);
    const next = search(height, here, { way, shortest: options.shortestStep });
    steps += next.tries;
    if (!(next.height.value > here.height.value)) {
      // The estimate of the curvature misled: forget it and try along the slope once, with a short step.
      if (restarted) break;
      inverse = firstInverse(here.height.gradient, options.shortestStep * 4);
      restarted = true;
      continue;
    }
    restarted = false;
    const step = next.at.map((v, axis) => v - here.at[axis]!);
    updateInverse(
      inverse,
      step,
      here.height.gradient.map((v, axis) => v - next.height.gradient[axis]!),
    );
    here = next;
    if (norm(step) < options.shortestStep) break;
  }
  return { at: here.at, value: here.height.value, steps };
}
