/** Calibration fixtures: figures, curves, Platt and isotonic recalibration. */
import { type BinnedCalibration, calibrationBins } from '../../../packages/stats/src/calibration/bins.ts';
import { calibration } from '../../../packages/stats/src/calibration/calibration.ts';
import { calibrationCurve } from '../../../packages/stats/src/calibration/curve.ts';
import type { CurveDistance } from '../../../packages/stats/src/calibration/distance.ts';
import { hosmerLemeshow } from '../../../packages/stats/src/calibration/hosmer-lemeshow.ts';
import { applyIsotonic, fitIsotonic } from '../../../packages/stats/src/calibration/isotonic.ts';
import { lowessOfPredictions } from '../../../packages/stats/src/calibration/lowess-curve.ts';
import {
  applyLogisticCurve,
  fitPlatt,
  type LogisticCurve,
} from '../../../packages/stats/src/calibration/platt.ts';
import { checkPredictions } from '../../../packages/stats/src/calibration/predictions.ts';
import type { EstimateWithError } from '../../../packages/stats/src/calibration/recalibration-model.ts';
import { splineCurve } from '../../../packages/stats/src/calibration/spline-curve.ts';
import { requireFiniteColumn } from '../../../packages/stats/src/columns.ts';
import { StatsError } from '../../../packages/stats/src/errors.ts';
import type { Adapter } from './adapter.ts';
import { readColumn, readOptionalColumn } from './read.ts';

function withInterval(estimate: EstimateWithError) {
  return {
    estimate: estimate.value,
    se: estimate.standardError,
    ci_lower: estimate.lower,
    ci_upper: estimate.upper,
  };
}

function binFields(binned: BinnedCalibration) {
  return {
    ece: binned.expectedCalibrationError,
    mce: binned.maximumCalibrationError,
    bin_n: binned.bins.map((bin) => (bin.n === 0 ? null : bin.n)),
    bin_mean_p: binned.bins.map((bin) => bin.meanProbability),
    bin_mean_y: binned.bins.map((bin) => bin.observedShare),
  };
}

function hosmerFields(p: number[], y: number[], groups: number) {
  const test = hosmerLemeshow(p, y, groups);
  return {
    groups_requested: test.groupsRequested,
    groups_used: test.groupsUsed,
    chisq: test.statistic,
    df: test.df,
    p: test.p,
  };
}

/** Null instead of a figure where ties leave too few values for a curve. */
function orNull<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof StatsError && !error.code.startsWith('input/length')) return null;
    throw error;
  }
}

const calibSummary: Adapter = (input) => {
  const [p, y] = [readColumn(input, 'p'), readColumn(input, 'y')];
  const summary = calibration(p, y);
  const curve = calibrationCurve(p, y, { method: 'lowess', points: 1 });
  const intercept = summary.interceptJoint;
  return {
    n: summary.n,
    prevalence: summary.prevalence,
    mean_p: summary.meanProbability,
    o_e: summary.observedExpected.value,
    brier: summary.brier.value,
    brier_null: summary.brierNull,
    brier_scaled: summary.scaledBrier.value,
    citl: withInterval(summary.interceptInTheLarge),
    slope: withInterval(summary.slope),
    intercept_joint: withInterval(intercept),
    hosmer_lemeshow_10: hosmerFields(p, y, 10),
    hosmer_lemeshow_5: hosmerFields(p, y, 5),
    spiegelhalter_z: summary.spiegelhalter.z,
    spiegelhalter_p: summary.spiegelhalter.p,
    ece_equal_width_10: binFields(calibrationBins(p, y, { by: 'equal-width' })),
    ece_equal_mass_10: binFields(calibrationBins(p, y, { by: 'equal-mass' })),
    log_loss: summary.logLoss,
    nagelkerke_r2_valprob: summary.nagelkerkeR2,
    emax_valprob: curve.emax,
    e90_valprob: curve.e90,
    eavg_valprob: curve.ici,
  };
};

function distance({ ici, e50, e90, emax }: CurveDistance): CurveDistance {
  return { ici, e50, e90, emax };
}

const calibCurve: Adapter = (input) => {
  const [p, y] = [readColumn(input, 'p'), readColumn(input, 'y')];
  const predictions = checkPredictions(p, y);
  const direct = orNull(() => calibrationCurve(p, y, { surface: 'direct', points: 1 }));
  const interpolate = orNull(() => calibrationCurve(p, y, { surface: 'interpolate', points: 1 }));
  const spline = orNull(() => calibrationCurve(p, y, { method: 'spline', points: 1 }));
  const model = orNull(() => splineCurve(predictions));
  return {
    loess_direct: direct && { ...distance(direct), fitted: direct.fitted },
    loess_interpolate: interpolate && { ...distance(interpolate), fitted: interpolate.fitted },
    lowess_iter0: {
      ...distance(calibrationCurve(p, y, { method: 'lowess', points: 1 })),
      ...lowessOfPredictions(predictions),
    },
    rcs4_logit: spline &&
      model && { ...distance(spline), fitted: spline.fitted, knots: model.knots, coef: model.coefficients },
  };
};

function curveFields(curve: LogisticCurve, scores: number[]) {
  return { ...curve, fitted: scores.map((score) => applyLogisticCurve(curve, score)) };
}

const recalPlatt: Adapter = (input) => {
  const [x, y] = [readColumn(input, 'x'), readColumn(input, 'y')];
  const plain = orNull(() => fitPlatt(x, y, { targets: 'plain' }));
  return {
    mle: plain && curveFields(plain, x),
    platt_smoothed_targets: curveFields(fitPlatt(x, y), x),
  };
};

const recalIsotonic: Adapter = (input) => {
  const [x, y] = [readColumn(input, 'x'), readColumn(input, 'y')];
  const curve = fitIsotonic(x, y);
  const unseen = readOptionalColumn(input, 'x_new');
  if (unseen) requireFiniteColumn(unseen, 'x_new');
  return {
    x_unique: curve.scores,
    fitted_at_unique: curve.probabilities,
    fitted: x.map((score) => applyIsotonic(curve, score)),
    ...(unseen ? { predict_new_linear_clip: unseen.map((score) => applyIsotonic(curve, score)) } : {}),
  };
};

/** Adapters of the topic calibration. */
export const adapters: Record<string, Adapter> = {
  'calib.summary': calibSummary,
  'calib.curve': calibCurve,
  'recal.platt': recalPlatt,
  'recal.isotonic': recalIsotonic,
};
