/**
 * Where the cut-off comes from: fixed beforehand, chosen on the tuning cohort, explored, or not there at all.
 *
 * Never chooses a cut-off on the patients it is judged on unless the options say exploratory, and then says so.
 */
import type { Cutoff, MaximalSelection } from '@mriscore/stats';
import { fitCutoff, maximallySelectedCutoff } from '@mriscore/stats';
import { EvaluationError } from '../errors.ts';
import { type Attempt, attempt, OUT_OF_RANGE } from '../judge/attempt.ts';
import { followUpOfPatients } from '../judge/follow-up.ts';
import { withFollowUp } from './followed-rows.ts';
import type { AnalysisOptions, AnalysisRule } from './options.ts';
import { ruleOf } from './options.ts';
import type { AnalysisRow } from './rows.ts';

/** P values of a cut-off that was selected for the largest log-rank statistic. */
export type SelectionTest = Pick<
  MaximalSelection,
  'statistic' | 'pLausen92' | 'pLausen94' | 'pNaive' | 'caution'
>;

/** A cut-off with the way it came to be. */
export interface ChosenCutoff {
  /** `locked`: other patients or no patients decided it. `apparent`: the patients it is judged on did. */
  readonly origin: 'locked' | 'apparent' | 'none';
  /** Null where there is none. */
  readonly cutoff: Cutoff | null;
  /** Why there is none. */
  readonly reason?: string;
  /** Only of a maximally selected cut-off. */
  readonly selection: SelectionTest | null;
}

const NO_CUTOFF =
  'No cut-off was given and no tuning cohort to choose one on; a cut-off chosen on the patients it is judged on would make every number at it too good.';

function none(reason: string): ChosenCutoff {
  return { origin: 'none', cutoff: null, reason, selection: null };
}

type Choice = Pick<ChosenCutoff, 'cutoff' | 'selection'>;

const FLAT = 'The follow-up of these patients tells no two groups apart.';

function maximallySelected(rows: readonly AnalysisRow[]): Attempt<Choice> {
  const followed = withFollowUp(rows);
  if (!followed.some(({ observed }) => observed === 1))
    return { value: null, reason: 'No patient had the event.' };
  const scores = followed.map(({ score }) => score);
  const found = attempt(() => maximallySelectedCutoff(scores, followUpOfPatients(followed)));
  if (found.value === null) {
    // Patients whose log-rank scores are all the same give 0 / 0 at every cut.
    return found.reason === OUT_OF_RANGE ? { value: null, reason: FLAT } : found;
  }
  const { cutoff, statistic, pLausen92, pLausen94, pNaive, caution } = found.value;
  if (!Number.isFinite(statistic)) return { value: null, reason: FLAT };
  return { value: { cutoff, selection: { statistic, pLausen92, pLausen94, pNaive, caution } } };
}

function chosenOn(rows: readonly AnalysisRow[], rule: AnalysisRule): Attempt<Choice> {
  if (rule === 'maximally-selected') return maximallySelected(rows);
  const used: readonly AnalysisRow[] = rule === 'median' ? rows : rows.filter(({ label }) => label !== null);
  const scores = used.map(({ score }) => score);
  const labels = used.map(({ label }) => label ?? 0);
  return attempt(() => ({ cutoff: fitCutoff(scores, labels, { rule }), selection: null }));
}

/**
 * The cut-off that is locked before any cohort is judged.
 *
 * @param rows All rows; of these only the tuning cohort is looked at.
 * @throws EvaluationError `cohort/empty` when no row is of the tuning cohort, `cohort/one-class` when the rule cannot be
 * applied to it.
 */
export function lockedCutoff(rows: readonly AnalysisRow[], options: AnalysisOptions): ChosenCutoff {
  if (options.cutoff !== null) {
    const fixed = fitCutoff([0, 1], [0, 1], { rule: { fixed: options.cutoff } });
    return { origin: 'locked', cutoff: fixed, selection: null };
  }
  if (options.tuning === null) return none(NO_CUTOFF);
  const tuning = rows.filter(({ cohort }) => cohort === options.tuning);
  if (tuning.length === 0) {
    const finding = {
      found: `No row with a score has ${JSON.stringify(options.tuning)} in column ${options.cohort ?? ''}.`,
      needed: `Its values are ${[...new Set(rows.map(({ cohort }) => cohort))].join(', ')}.`,
      remedy: 'Name one of them as the tuning cohort.',
    };
    throw new EvaluationError('cohort/empty', finding, { cohort: options.tuning });
  }
  const found = chosenOn(tuning, ruleOf(options));
  if (found.value !== null) return { origin: 'locked', ...found.value };
  const finding = {
    found: `The rule of the cut-off cannot be applied to the tuning cohort ${options.tuning}. ${found.reason}`,
    needed: 'The tuning cohort chooses the cut-off.',
    remedy: 'Name another tuning cohort or rule, or fix the cut-off with a number.',
  };
  throw new EvaluationError('cohort/one-class', finding, { cohort: options.tuning });
}

/**
 * The cut-off that holds in one cohort.
 *
 * @param locked From `lockedCutoff`.
 * @param rows The rows of the cohort.
 */
export function cutoffIn(
  cohort: string,
  rows: readonly AnalysisRow[],
  { locked, options }: { locked: ChosenCutoff; options: AnalysisOptions },
): ChosenCutoff {
  if (locked.cutoff !== null) {
    return cohort === options.tuning ? { ...locked, origin: 'apparent' } : { ...locked, selection: null };
  }
  if (!options.exploratory) return locked;
  const found = chosenOn(rows, ruleOf(options));
  return found.value === null ? none(found.reason) : { origin: 'apparent', ...found.value };
}
