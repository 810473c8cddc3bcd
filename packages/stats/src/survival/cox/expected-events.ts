/**
 * How many events a Cox model expects of every patient.
 *
 * Reads a design and coefficients, gives cumulative hazards times risk.
 */
import type { CoxDesign } from './design.ts';

/**
 * Events each patient was expected to have, given the hazard so far. By place, multiplied by the case weight.
 *
 * @param design The sorted problem.
 * @param risk Weighted risk scores.
 * @param hazard Hazard step and spared share by run, on the scale of `risk`.
 */
export function expectedEvents(
  design: CoxDesign,
  risk: Float64Array,
  hazard: { readonly step: Float64Array; readonly spared: Float64Array },
): Float64Array {
  const { dead, timed } = design;
  const { runStarts, stratumRuns } = timed;
  const expected = new Float64Array(design.n);
  for (let s = 0; s + 1 < stratumRuns.length; s++) {
    let cumulative = 0;
    for (let run = stratumRuns[s]!; run < stratumRuns[s + 1]!; run++) {
      cumulative += hazard.step[run]!;
      for (let place = runStarts[run]!; place < runStarts[run + 1]!; place++)
        expected[place] = risk[place]! * (cumulative - dead[place]! * hazard.spared[run]!);
    }
  }
  return expected;
}
