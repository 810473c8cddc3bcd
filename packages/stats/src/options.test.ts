import { describe, expect, test } from 'vitest';
import { StatsError } from './errors.ts';
import * as stats from './index.ts';
import { checkOptions, requireLevel } from './options.ts';
import { random } from './resampling/random.ts';

const scores = [0.1, 0.4, 0.35, 0.8, 0.7, 0.2];
const labels = [0, 0, 1, 1, 1, 0];
const followUp = {
  months: Float64Array.of(3, 5, 7, 8, 11, 14),
  observed: Uint8Array.of(1, 1, 0, 1, 1, 0),
};
const competing = { months: followUp.months, cause: Uint8Array.of(1, 2, 0, 1, 2, 0) };
const groups = [0, 1, 0, 1, 0, 1];
const covariates = [{ name: 'score', values: scores }];
const cutoff = { value: 0.5, side: '>=', rule: 'fixed', fittedOn: '', n: 0 } as const;
const source = () => random(1, 'options');
const fit = () => stats.coxRegression({ followUp, covariates });
const pair = [scores, scores] as const;

/** A misspelt option that the compiler cannot see, as from a file or from plain JavaScript. */
const wrong: object = { tolerence: 1 };

/** Every public function that takes an object with options or named arguments, called with one name too many. */
const CALLS: Readonly<Record<string, () => unknown>> = {
  combat: () => stats.combat(wrong),
  calibration: () => stats.calibration(scores, labels, wrong),
  calibrationBins: () => stats.calibrationBins(scores, labels, wrong),
  calibrationCurve: () => stats.calibrationCurve(scores, labels, wrong),
  fitPlatt: () => stats.fitPlatt(scores, labels, wrong),
  plattScaling: () => stats.plattScaling(wrong),
  loess: () => stats.loess(scores, labels, wrong),
  lowess: () => stats.lowess(followUp.months, followUp.months, wrong),
  classify: () => stats.classify(scores, labels, cutoff, wrong),
  fitCutoff: () => stats.fitCutoff(scores, labels, { rule: 'youden', ...wrong }),
  proportion: () => stats.proportion(1, 2, wrong),
  maximallySelectedCutoff: () => stats.maximallySelectedCutoff(scores, followUp, wrong),
  cutpointStability: () => stats.cutpointStability(scores, followUp, { random: source(), ...wrong }),
  decisionCurve: () => stats.decisionCurve(scores, labels, wrong),
  reclassification: () => stats.reclassification(scores, scores, labels, wrong),
  auc: () => stats.auc(scores, labels, wrong),
  aucBootstrap: () => stats.aucBootstrap(scores, labels, { random: source(), ...wrong }),
  compareAucPaired: () => stats.compareAucPaired(scores, scores, labels, wrong),
  compareAucUnpaired: () => stats.compareAucUnpaired({ scores, labels }, { scores, labels }, wrong),
  partialAuc: () => stats.partialAuc(scores, labels, { focus: 'specificity', from: 1, to: 0.9, ...wrong }),
  betaQuantile: () => stats.betaQuantile(0.5, [1, 2], wrong),
  chiSquaredQuantile: () => stats.chiSquaredQuantile(0.5, 1, wrong),
  fQuantile: () => stats.fQuantile(0.5, [1, 2], wrong),
  gammaQuantile: () => stats.gammaQuantile(0.5, 2, wrong),
  normalQuantile: () => stats.normalQuantile(0.5, wrong),
  studentQuantile: () => stats.studentQuantile(0.5, 3, wrong),
  describe: () => stats.describe(scores, wrong),
  fisherTest: () =>
    stats.fisherTest(
      [
        [1, 2],
        [3, 4],
      ],
      wrong,
    ),
  tTest: () => stats.tTest(scores, scores, wrong),
  pairedTTest: () => stats.pairedTTest(scores, followUp.months, wrong),
  logisticRegression: () => stats.logisticRegression({ outcome: labels, covariates: {} }, wrong),
  firthLogistic: () => stats.firthLogistic({ outcome: labels, covariates: {} }, wrong),
  bootstrap: () => stats.bootstrap(() => 1, { n: 6, source, ...wrong }),
  bootstrapLimits: () =>
    stats.bootstrapLimits({ estimate: 1, replicates: followUp.months, level: 0.9, ...wrong }, 'basic'),
  kFold: () => stats.kFold({ n: 6, source, ...wrong }),
  optimismCorrected: () => stats.optimismCorrected({ n: 6, source, fit: () => 1, judge: () => 1, ...wrong }),
  aucPrecisionSize: () => stats.aucPrecisionSize({ auc: 0.8, halfWidth: 0.1, ...wrong }),
  aucTestSize: () => stats.aucTestSize({ auc: 0.8, ...wrong }),
  binaryDevelopmentSize: () =>
    stats.binaryDevelopmentSize({ parameters: 3, prevalence: 0.4, cStatistic: 0.8, ...wrong }),
  logRankEvents: () => stats.logRankEvents({ hazardRatio: 0.7, ...wrong }),
  proportionPrecisionSize: () => stats.proportionPrecisionSize({ proportion: 0.8, halfWidth: 0.1, ...wrong }),
  survivalDevelopmentSize: () =>
    stats.survivalDevelopmentSize({
      parameters: 3,
      rate: 0.1,
      timepoint: 2,
      meanFollowUp: 2,
      rSquared: 0.1,
      ...wrong,
    }),
  twoProportionsSize: () => stats.twoProportionsSize({ first: 0.3, second: 0.5, ...wrong }),
  validationSize: () => stats.validationSize({ prevalence: 0.4, cStatistic: 0.8, ...wrong }),
  compareConcordance: () => stats.compareConcordance(pair, followUp, wrong),
  compareRestrictedMeans: () =>
    stats.compareRestrictedMeans(followUp, followUp, { horizonMonths: 10, ...wrong }),
  compareTimeDependentAuc: () => stats.compareTimeDependentAuc(pair, followUp, { months: [8], ...wrong }),
  compareUnoConcordance: () => stats.compareUnoConcordance(pair, followUp, wrong),
  concordance: () => stats.concordance(scores, followUp, wrong),
  coxRegression: () => stats.coxRegression({ followUp, covariates, ...wrong }),
  fineGray: () => stats.fineGray({ followUp: competing, cause: 1, covariates, ...wrong }),
  firthCox: () => stats.firthCox({ followUp, covariates, ...wrong }),
  grayTest: () => stats.grayTest(competing, groups, { cause: 1, ...wrong }),
  incidenceAt: () => stats.incidenceAt(stats.cumulativeIncidence(competing), 1, { months: 6, ...wrong }),
  kaplanMeier: () => stats.kaplanMeier(followUp, wrong),
  logRank: () => stats.logRank(followUp, groups, wrong),
  medianFollowUp: () => stats.medianFollowUp(followUp, wrong),
  predictSurvival: () => stats.predictSurvival(fit(), [0.5], { months: [6], ...wrong }),
  restrictedMean: () => stats.restrictedMean(followUp, { horizonMonths: 10, ...wrong }),
  survivalBrier: () =>
    stats.survivalBrier(
      scores.map((s) => [s]),
      followUp,
      { months: [8], ...wrong },
    ),
  survivalDecisionCurve: () =>
    stats.survivalDecisionCurve(scores, followUp, { horizonMonths: 8, thresholds: [0.2], ...wrong }),
  timeDependentAuc: () => stats.timeDependentAuc(scores, followUp, { months: [8], ...wrong }),
  treatmentInteraction: () =>
    stats.treatmentInteraction({ followUp, score: scores, treatment: groups, randomised: true, ...wrong }),
  unoConcordance: () => stats.unoConcordance(scores, followUp, wrong),
};

/** Public functions whose arguments are columns, numbers and results of other functions. */
const WITHOUT_OPTIONS = [
  'adjustP',
  'aucHalfWidth',
  'aucOfResamples',
  'baselineHazard',
  'betaCdf',
  'betaDensity',
  'betaSurvival',
  'binomialCdf',
  'binomialProbability',
  'binomialSurvival',
  'blandAltman',
  'causeSpecific',
  'chiSquareTest',
  'chiSquaredCdf',
  'chiSquaredSurvival',
  'compareMasks',
  'confusion',
  'coxConcordance',
  'coxResiduals',
  'cumulativeIncidence',
  'curveDistance',
  'fCdf',
  'fSurvival',
  'fitIsotonic',
  'fitTemperature',
  'fleissKappa',
  'followUpOf',
  'gammaCdf',
  'gammaDensity',
  'gammaSurvival',
  'hashRows',
  'hosmerLemeshow',
  'hypergeometricCdf',
  'hypergeometricProbability',
  'hypergeometricSurvival',
  'icc',
  'isotonicCalibration',
  'jackknifeAcceleration',
  'kaplanMeierQuantile',
  'kappa',
  'leaveOneGroupOut',
  'logBeta',
  'logGamma',
  'mcnemarTest',
  'nadeauBengio',
  'normalCdf',
  'normalDensity',
  'normalSurvival',
  'numbersAtRisk',
  'precisionRecall',
  'predictLogistic',
  'proportionalHazards',
  'quantile',
  'rSquaredOfC',
  'random',
  'rankSumTest',
  'rocCurve',
  'sensitivityPoint',
  'separation',
  'severalGroupsTest',
  'sha256Hex',
  'shapiroWilkTest',
  'shuffle',
  'signedRankTest',
  'specificityPoint',
  'standardisedDifference',
  'studentCdf',
  'studentSurvival',
  'survivalAt',
  'tableOne',
  'temperatureScaling',
  'topLeftPoints',
  'youdenPoints',
];

function refusal(call: () => unknown): StatsError {
  try {
    call();
  } catch (error) {
    if (error instanceof StatsError) return error;
    throw error;
  }
  throw new Error('The call was accepted.');
}

describe('public functions', () => {
  test.each(Object.entries(CALLS))('%s refuses a misspelt option and lists the known ones', (_, call) => {
    const error = refusal(call);
    expect(error.code).toBe('options/unknown-key');
    expect(error.message).toMatch(/^Unknown option tolerence\. Known options: \w+.*\. Correct the name/);
  });

  test('every one of them is in one of the two lists, so that a new one is not forgotten', () => {
    const functions = Object.entries(stats).filter(
      ([, value]) => typeof value === 'function' && !(value.prototype instanceof Error),
    );
    expect(functions.map(([name]) => name).sort()).toEqual(
      [...Object.keys(CALLS), ...WITHOUT_OPTIONS].sort(),
    );
  });

  test('objects within arguments are looked at as well', () => {
    const rows = { features: [scores, labels], batch: ['a', 'a', 'a', 'b', 'b', 'b'], covariate: {} };
    const calls = [
      () => stats.logisticRegression({ outcome: labels, covariates: {}, ...wrong }),
      () => stats.firthLogistic({ outcome: labels, covariates: {}, ...wrong }),
      () => stats.logRank(followUp, groups, { weights: { rho: 1, gamma: 0, ...wrong } }),
      () => stats.combat().fit(rows),
    ];
    for (const call of calls) expect(refusal(call).code).toBe('options/unknown-key');
  });
});

describe('checkOptions', () => {
  interface Options {
    readonly scoreTolerance?: number;
    readonly horizon?: number;
    readonly side: string;
  }
  const KNOWN = Object.freeze({ scoreTolerance: 1e-8, horizon: undefined, side: undefined });

  test('says the unknown name, the known ones and their defaults', () => {
    const given: object = { scoreTolerence: 1 };
    expect(refusal(() => checkOptions(given as Options, KNOWN)).message).toBe(
      'Unknown option scoreTolerence. Known options: scoreTolerance (default 1e-8), horizon, side. Correct the name or leave it out.',
    );
  });

  test('fills in what was left out or is undefined, and changes neither argument', () => {
    const given = Object.freeze({ side: 'left', horizon: undefined } as unknown as Options);
    expect(checkOptions(given, KNOWN)).toEqual({ scoreTolerance: 1e-8, side: 'left' });
    expect(checkOptions({ side: '', scoreTolerance: 0 }, KNOWN)).toEqual({ scoreTolerance: 0, side: '' });
  });

  test('names that every object has are no options', () => {
    const given = { side: 'left', toString: 1 } as unknown as Options;
    expect(refusal(() => checkOptions(given, KNOWN)).code).toBe('options/unknown-key');
  });
});

test.each([0, 1, -0.5, 95, Number.NaN])('a confidence level of %s is refused', (level) => {
  expect(refusal(() => requireLevel(level)).code).toBe('input/option');
});
