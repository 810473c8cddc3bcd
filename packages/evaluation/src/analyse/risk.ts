/**
 * Whether the score means a risk: as it stands, or after a logistic curve that the tuning cohort fitted.
 */
import type { LogisticCurve } from '@mriscore/stats';
import { fitPlatt } from '@mriscore/stats';
import { EvaluationError } from '../errors.ts';
import { attempt } from '../judge/attempt.ts';
import { calibrationOf } from '../judge/calibrate.ts';
import { decisionOf } from '../judge/decide.ts';
import { type Judged, ONE_CLASS } from '../judge/judged.ts';
import { type AnalysisPart, done, notDone } from '../judge/part.ts';
import type { CalibrationPart, ScoreScale } from './analysis.ts';
import { judgedOf } from './labelled.ts';
import type { AnalysisOptions } from './options.ts';
import type { AnalysisRow } from './rows.ts';

const OUTSIDE = 'The score has values outside of 0 to 1, so it is not a probability.';

/**
 * What the score is taken for.
 *
 * @param rows All rows; the logistic curve sees those of the tuning cohort only.
 * @throws EvaluationError `table/not-a-number` when the options call it a probability and it is none.
 */
export function scaleOf(rows: readonly AnalysisRow[], options: AnalysisOptions): ScoreScale {
  const inside = rows.every(({ score }) => score >= 0 && score <= 1);
  if (options.scale === 'probability' && !inside) {
    const finding = {
      found: `Column ${options.score} is said to hold probabilities, but has values outside of 0 to 1.`,
      needed: 'A probability lies between 0 and 1.',
      remedy: 'Correct the column, or leave the word probability out: a score may be any number.',
    };
    throw new EvaluationError('table/not-a-number', finding, { column: options.score });
  }
  if (options.scale === 'probability') return { isProbability: true, why: 'Said by the user.', platt: null };
  if (options.scale === 'auto' && inside)
    return { isProbability: true, why: 'Every score lies between 0 and 1.', platt: null };
  const why = options.scale === 'free' ? 'The user said that the score is not a probability.' : OUTSIDE;
  return { isProbability: false, why, platt: plattOf(rows, options) };
}

function plattOf(rows: readonly AnalysisRow[], options: AnalysisOptions): LogisticCurve | null {
  if (options.tuning === null || options.label === null) return null;
  const { scores, targets } = judgedOf(rows.filter(({ cohort }) => cohort === options.tuning));
  return attempt(() => fitPlatt(scores, targets)).value;
}

function risksOf({ scores, targets }: Judged, { platt }: ScoreScale): Judged {
  if (platt === null) return { scores, targets };
  const { intercept, slope } = platt;
  return { scores: scores.map((score) => 1 / (1 + Math.exp(-(intercept + slope * score)))), targets };
}

/** Calibration and decision curve in one cohort. */
export function riskOf(
  rows: readonly AnalysisRow[],
  { scale, options, isTuning }: { scale: ScoreScale; options: AnalysisOptions; isTuning: boolean },
): AnalysisPart<CalibrationPart> {
  if (options.label === null) return notDone('No label column was named.');
  if (!scale.isProbability && scale.platt === null)
    return notDone(`${scale.why} Without a tuning cohort there is nothing to turn it into one.`);
  const risks = risksOf(judgedOf(rows), scale);
  const made = attempt(() => ({ calibration: calibrationOf(risks), decision: decisionOf(risks) }));
  if (made.value === null) return notDone(made.reason);
  const { calibration, decision } = made.value;
  if (calibration === null || decision === null) return notDone(ONE_CLASS);
  return done({
    basis: scale.isProbability ? 'score' : 'platt',
    isApparent: isTuning && !scale.isProbability,
    calibration,
    decision,
    risks: Array.from(risks.scores, (score, index) => ({
      score,
      target: risks.targets[index] === 1 ? 1 : 0,
    })),
  });
}
