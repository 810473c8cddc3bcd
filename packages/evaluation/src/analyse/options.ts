/**
 * What a person may ask of an analysis: which columns mean what, how the cut-off comes to be, how intervals are made.
 *
 * Fills in defaults and refuses what contradicts itself. Has not seen the table yet.
 */
import { EvaluationError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import type { TimeUnit } from '../table/time-unit.ts';

/** How a cut-off is chosen from the patients of the tuning cohort. */
export type AnalysisRule =
  | 'youden'
  | 'closest-topleft'
  | 'median'
  | 'maximally-selected'
  | { readonly sensitivityAtLeast: number }
  | { readonly specificityAtLeast: number };

/** Everything an analysis is told, every default filled in. A column that is not there is null. */
export interface AnalysisOptions {
  /** Column of the score. Higher means more positive and a sooner event; never turned round. */
  readonly score: string;
  /** Column of the label, 1 positive, 0 negative. Default null: no part that needs labels. */
  readonly label: string | null;
  /** Column of the time to the event or last contact, above 0. Default null: no survival. */
  readonly time: string | null;
  /** Column of the event, 1 seen, 0 censored. Default null. */
  readonly event: string | null;
  /** Unit of the time. Default months; everything is reported in months. */
  readonly timeUnit: TimeUnit;
  /** Column that names the cohort of each row. Default null: one cohort. */
  readonly cohort: string | null;
  /** Value of the cohort column whose patients choose the cut-off and nothing else. Default null. */
  readonly tuning: string | null;
  /** A cut-off fixed beforehand; positive when score >= cut-off. Default null. */
  readonly cutoff: number | null;
  /** How the cut-off is chosen. Default null: youden with labels, else median, when there is a tuning cohort. */
  readonly rule: AnalysisRule | null;
  /** Choose the cut-off on the very patients it is judged on. Everything at it is then labelled apparent. */
  readonly exploratory: boolean;
  /** Columns the score is adjusted for, numbers or categories. Default none. */
  readonly covariates: readonly string[];
  /** A score to compare with on the same patients. Default null. */
  readonly secondScore: string | null;
  /** Column of the treatment, 1 given, 0 comparator. Default null. */
  readonly treatment: string | null;
  /** Whether treatment was assigned by chance. Default false. */
  readonly randomised: boolean;
  /** Interval of the AUC. Default plain (DeLong); logit keeps inside (0, 1); bootstrap is stratified, percentile. */
  readonly interval: 'plain' | 'logit' | 'bootstrap';
  /** Resamples of the bootstrap. Default 2000. */
  readonly resamples: number;
  /** Seed of every random number. Default 1. */
  readonly seed: number;
  /** What the score is. Default auto: a probability when every value lies in [0, 1]. */
  readonly scale: 'auto' | 'probability' | 'free';
  /** Cells that mean "not known", beside the empty one. Default NA. */
  readonly missing: readonly string[];
  /** Times of the time-dependent AUC, months. Default 6, 12, 24. */
  readonly horizonsMonths: readonly number[];
}

/** What a person writes: the score, and whatever differs from the defaults. */
export type AnalysisRequest = Partial<AnalysisOptions> & Pick<AnalysisOptions, 'score'>;

/** What holds where nothing is said. */
export const ANALYSIS_DEFAULTS: Omit<AnalysisOptions, 'score'> = Object.freeze({
  label: null,
  time: null,
  event: null,
  timeUnit: 'months',
  cohort: null,
  tuning: null,
  cutoff: null,
  rule: null,
  exploratory: false,
  covariates: [],
  secondScore: null,
  treatment: null,
  randomised: false,
  interval: 'plain',
  resamples: 2000,
  seed: 1,
  scale: 'auto',
  missing: ['NA'],
  horizonsMonths: [6, 12, 24],
});

const KNOWN = Object.freeze({ score: undefined, ...ANALYSIS_DEFAULTS });

function refuse(found: string, needed: string, remedy: string): never {
  throw new EvaluationError('analysis/options', { found, needed, remedy });
}

function checkColumns(options: AnalysisOptions): void {
  if (options.label === null && options.time === null)
    refuse(
      'Neither a label nor a time to an event was named.',
      'An analysis needs something to judge the score against.',
      'Name the label column, or the time and the event column, or both.',
    );
  if ((options.time === null) !== (options.event === null))
    refuse(
      `Only the column of the ${options.time === null ? 'event' : 'time'} was named.`,
      'Follow-up is a time and an event.',
      'Name both columns.',
    );
  if (options.treatment !== null && options.time === null)
    refuse(
      'A treatment was named, but no time and event.',
      'The interaction of treatment and score is tested on survival.',
      'Name the time and the event column, or leave the treatment out.',
    );
}

function checkRoles({ score, label, time, event, covariates, secondScore }: AnalysisOptions): void {
  const outcomes = [label, time, event].filter((column) => column !== null);
  const inputs = [score, ...(secondScore === null ? [] : [secondScore]), ...covariates];
  const both = inputs.find((column) => outcomes.includes(column));
  if (both !== undefined)
    refuse(
      `Column ${both} is named as an outcome and as an input.`,
      'A score or covariate must not be the outcome it is judged against.',
      'Name another column.',
    );
  const twice = inputs.find((column, index) => inputs.indexOf(column) !== index);
  if (twice !== undefined)
    refuse(
      `Column ${twice} is named twice among score, second score and covariates.`,
      'Every input is a column of its own.',
      'Name it once.',
    );
}

function checkCutoff(options: AnalysisOptions): void {
  const { cutoff, tuning, rule, exploratory, cohort, label } = options;
  const ways = [cutoff !== null, tuning !== null, exploratory].filter(Boolean).length;
  if (ways > 1)
    refuse(
      'More than one way to a cut-off was named.',
      'A cut-off is given, or chosen on a tuning cohort, or explored: one of the three.',
      'Keep one of --cutoff, --tuning and --exploratory.',
    );
  if (tuning !== null && cohort === null)
    refuse(
      `A tuning cohort (${tuning}) was named, but no cohort column.`,
      'The cohort column says which rows may choose the cut-off.',
      'Name the cohort column.',
    );
  if (rule !== null && tuning === null && !exploratory)
    refuse(
      'A rule for the cut-off was named, but no patients to apply it to.',
      'A cut-off chosen on the patients it is judged on makes every number at it too good.',
      'Name the tuning cohort, fix the cut-off with a number, or ask for an exploratory analysis, which is labelled apparent.',
    );
  if (label === null && rule !== null && rule !== 'median' && rule !== 'maximally-selected')
    refuse(
      'The rule of the cut-off needs labels, and no label column was named.',
      'Without labels a cut-off can be the median or maximally selected.',
      'Name the label column or another rule.',
    );
  if (rule === 'maximally-selected' && options.time === null)
    refuse(
      'The maximally selected cut-off needs follow-up, and no time column was named.',
      'It is the cut-off with the largest log-rank statistic.',
      'Name the time and the event column or another rule.',
    );
}

/**
 * Fills in the defaults and refuses what contradicts itself.
 *
 * @throws EvaluationError `options/unknown-key`, `analysis/options`.
 * @example
 * resolveOptions({ score: 'dls', label: 'cps20' }).interval; // 'plain'
 */
export function resolveOptions(request: AnalysisRequest): AnalysisOptions {
  checkOptions(request, KNOWN);
  const options: AnalysisOptions = Object.assign({ score: request.score }, ANALYSIS_DEFAULTS, request);
  checkColumns(options);
  checkRoles(options);
  checkCutoff(options);
  return options;
}

/** The rule that holds where none is named. */
export function ruleOf({ rule, label }: AnalysisOptions): AnalysisRule {
  return rule ?? (label === null ? 'median' : 'youden');
}
