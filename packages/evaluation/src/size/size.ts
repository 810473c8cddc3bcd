/**
 * How many patients a study needs: to develop a model, to validate it, to test and to compare.
 *
 * Reads assumptions, gives tables. Estimates nothing from data.
 */
import {
  aucHalfWidth,
  aucPrecisionSize,
  aucTestSize,
  binaryDevelopmentSize,
  type DevelopmentSize,
  logRankEvents,
  proportionPrecisionSize,
  validationSize,
} from '@mriscore/stats';
import { checkOptions } from '../options.ts';

/** Assumptions and targets. */
export interface SizeOptions {
  /** Shares of positive patients, each in (0, 1); the first one is that of the development. Default .43, .5, .85. */
  readonly prevalence: readonly number[];
  /** Expected AUC of the validation, in (0.5, 1). Default .80. */
  readonly auc: number;
  /** AUCs of the table of precision. Default .803, .86, .739. */
  readonly precisionAuc: readonly number[];
  /** Numbers of patients of the table of precision. Default 60, 100, 150, 200, 300. */
  readonly patients: readonly number[];
  /** Parameters tried in the development. Default 5, 10, 20, 50. */
  readonly parameters: readonly number[];
  /** Expected Nagelkerke R2 of the model, in (0, 1). Default .3. */
  readonly nagelkerke: number;
  /** Shrinkage wanted, in (0, 1). Default .9. */
  readonly shrinkage: number;
  /** Width of the interval of the AUC. Default .1. */
  readonly aucWidth: number;
  /** Width of the interval of the calibration slope. Default .4 and .6. */
  readonly slopeWidth: readonly number[];
  /** Upper end of the interval of observed/expected around 1. Default 1.25. */
  readonly observedExpectedUpper: number;
  /** Hazard ratios to be found. Default .5, .6, .7. */
  readonly hazardRatio: readonly number[];
  /** Share of patients in the first group, each in (0, 1). Default .5 and .3. */
  readonly groupShare: readonly number[];
  /** Share of patients who will have the event, to turn events into patients. Default null. */
  readonly eventShare: number | null;
  /** Proportion, such as a sensitivity, in (0, 1). Default .85. */
  readonly proportion: number;
  /** Half width of the interval of that proportion. Default .07. */
  readonly halfWidth: number;
  /** Chance to find an effect that is there. Default .8. */
  readonly power: number;
  /** Two-sided chance to find one that is not. Default .05. */
  readonly alpha: number;
}

/** What holds where nothing is said. */
export const SIZE_DEFAULTS: SizeOptions = Object.freeze({
  prevalence: [0.43, 0.5, 0.85],
  auc: 0.8,
  precisionAuc: [0.803, 0.86, 0.739],
  patients: [60, 100, 150, 200, 300],
  parameters: [5, 10, 20, 50],
  nagelkerke: 0.3,
  shrinkage: 0.9,
  aucWidth: 0.1,
  slopeWidth: [0.4, 0.6],
  observedExpectedUpper: 1.25,
  hazardRatio: [0.5, 0.6, 0.7],
  groupShare: [0.5, 0.3],
  eventShare: null,
  proportion: 0.85,
  halfWidth: 0.07,
  power: 0.8,
  alpha: 0.05,
});

/** Patients of a validation at one prevalence, by target. */
export interface ValidationRow {
  readonly prevalence: number;
  readonly aucWidth: number;
  readonly observedExpected: number;
  readonly slope: readonly { readonly width: number; readonly patients: number }[];
  /** Largest of all. */
  readonly patients: number;
}

/** Half the width of the interval of an AUC, by patients. */
export interface PrecisionRow {
  readonly auc: number;
  readonly halfWidths: readonly { readonly patients: number; readonly halfWidth: number }[];
  /** Patients for the width asked for. */
  readonly patientsForWidth: number;
}

/** Patients that show an AUC to differ from 0.5. */
export interface AucTestRow {
  readonly prevalence: number;
  readonly positives: number;
  readonly negatives: number;
}

/** Events that a log-rank test needs. */
export interface EventsRow {
  readonly hazardRatio: number;
  readonly groups: readonly {
    readonly share: number;
    readonly events: number;
    readonly freedman: number;
    /** Null without the share of patients who will have the event. */
    readonly patients: number | null;
  }[];
}

/** The sheet. */
export interface SizeSheet {
  readonly schema: 'mriscore/sample-size/1';
  readonly options: SizeOptions;
  readonly development: readonly (DevelopmentSize & { readonly parameters: number })[];
  readonly validation: readonly ValidationRow[];
  readonly precision: readonly PrecisionRow[];
  readonly aucTest: readonly AucTestRow[];
  readonly events: readonly EventsRow[];
  readonly proportion: { readonly proportion: number; readonly halfWidth: number; readonly patients: number };
}

function validationRow(prevalence: number, options: SizeOptions): ValidationRow {
  const { auc, aucWidth, observedExpectedUpper, slopeWidth } = options;
  const plan = (width: number) =>
    validationSize({
      prevalence,
      cStatistic: auc,
      cWidth: aucWidth,
      observedExpectedUpper,
      slopeWidth: width,
    });
  const slope = slopeWidth.map((width) => ({ width, patients: plan(width).slope }));
  const { cStatistic, observedExpected } = plan(slopeWidth[0] ?? 0.4);
  const patients = Math.max(cStatistic, observedExpected, ...slope.map((one) => one.patients));
  return { prevalence, aucWidth: cStatistic, observedExpected, slope, patients };
}

function precisionRow(auc: number, { patients, aucWidth }: SizeOptions): PrecisionRow {
  return {
    auc,
    halfWidths: patients.map((n) => ({
      patients: n,
      halfWidth: aucHalfWidth(auc, { positives: Math.floor(n / 2), negatives: Math.ceil(n / 2) }),
    })),
    patientsForWidth: aucPrecisionSize({ auc, halfWidth: aucWidth / 2 }),
  };
}

function aucTestRow(prevalence: number, { auc, power, alpha }: SizeOptions): AucTestRow {
  const { positives, negatives } = aucTestSize({ auc, ratio: (1 - prevalence) / prevalence, power, alpha });
  return { prevalence, positives: Math.ceil(positives), negatives: Math.ceil(negatives) };
}

function eventsRow(hazardRatio: number, options: SizeOptions): EventsRow {
  const { groupShare, eventShare, power, alpha } = options;
  const groups = groupShare.map((share) => {
    const found = logRankEvents({ hazardRatio, ratio: share / (1 - share), power, alpha });
    const events = Math.ceil(found.schoenfeld);
    const patients = eventShare === null ? null : Math.ceil(found.schoenfeld / eventShare);
    return { share, events, freedman: Math.ceil(found.freedman), patients };
  });
  return { hazardRatio, groups };
}

/**
 * The sample-size sheet.
 *
 * @throws EvaluationError `options/unknown-key`.
 * @throws StatsError `samplesize/range` for an assumption that cannot hold.
 * @example
 * planSize({ parameters: [10] }).development[0]?.patients; // 377
 * @see Riley et al., BMJ 368 (2020) m441 and BMJ 384 (2024) e074821; Hanley and McNeil, Radiology 143 (1982) 29-36;
 * Schoenfeld, Biometrika 68 (1981) 316-319.
 */
export function planSize(asked: Partial<SizeOptions> = {}): SizeSheet {
  checkOptions(asked, SIZE_DEFAULTS);
  const options: SizeOptions = { ...SIZE_DEFAULTS, ...asked };
  const { parameters, prevalence, nagelkerke, shrinkage, proportion, halfWidth } = options;
  const first = prevalence[0] ?? 0.5;
  return {
    schema: 'mriscore/sample-size/1',
    options,
    development: parameters.map((tried) => ({
      parameters: tried,
      ...binaryDevelopmentSize({ parameters: tried, prevalence: first, nagelkerke, shrinkage }),
    })),
    validation: prevalence.map((share) => validationRow(share, options)),
    precision: options.precisionAuc.map((auc) => precisionRow(auc, options)),
    aucTest: prevalence.map((share) => aucTestRow(share, options)),
    events: options.hazardRatio.map((ratio) => eventsRow(ratio, options)),
    proportion: {
      proportion,
      halfWidth,
      patients: Math.ceil(proportionPrecisionSize({ proportion, halfWidth })),
    },
  };
}
