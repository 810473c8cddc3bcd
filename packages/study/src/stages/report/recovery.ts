/**
 * Whether the pipeline found what was planted in simulated patients, set by set.
 *
 * Reads the truth and the estimates, gives one comparison for each quantity. A planted value inside an interval is
 * agreement, not proof: how wide the interval is, and whether it also holds "no effect", is said beside it.
 */

import {
  attempt,
  aucOf,
  followUpOfPatients,
  hazardRatioOf,
  noEstimate,
  plainEstimate,
} from '@mriscore/evaluation/judge';
import type { CohortTruth, ReferenceTruth } from '@mriscore/simulation';
import type { Estimate } from '@mriscore/stats';
import type { Protocol } from '../../protocol/schema.ts';
import type { Member, Split } from '../cohort/artefact.ts';
import type { EvaluationSet } from '../evaluate/artefact.ts';
import { membersOfSet } from './characteristics.ts';
import type { Evidence } from './evidence.ts';

/** What is compared. */
export type RecoveredQuantity = 'auc' | 'hazard-ratio' | 'response-auc';

/** One planted value against one estimate. */
export interface RecoveryRow {
  readonly set: string;
  readonly split: Split;
  readonly quantity: RecoveredQuantity;
  /** Name of the target, endpoint or response. */
  readonly of: string;
  readonly n: number;
  /** Value in the whole population for a reader who sees the latent severity itself. */
  readonly planted: number;
  /** The same reader on the very patients of this set: the ceiling that sampling left. */
  readonly ideal: Estimate;
  /** What the pipeline reported. */
  readonly found: Estimate;
  /** Null where the estimate has no interval, or one without width, which says nothing of precision. */
  readonly plantedInside: boolean | null;
  /** Whether the value of the ideal reader lies inside; null where there is no interval or no value. */
  readonly idealInside: boolean | null;
  /** True when the interval is so wide that a yes says little: over 0.2 for an AUC, over threefold for a ratio. */
  readonly wide: boolean | null;
  /** True when the interval leaves out "no effect" (0.5 or 1). */
  readonly excludesNoEffect: boolean | null;
}

/** Counts over the sets that were only ever scored. */
export interface RecoveryVerdict {
  /** Comparisons with an interval. */
  readonly compared: number;
  readonly inside: number;
  readonly insideButWide: number;
  readonly excludingNoEffect: number;
}

/** All comparisons of a study. */
export interface Recovery {
  readonly patients: number;
  readonly rows: readonly RecoveryRow[];
  readonly verdict: RecoveryVerdict;
}

/** Columns of the reference cohort's table that the planted values belong to. */
const COLUMNS = { target: 'cps', time: 'pfs_months', response: 'dcb' } as const;

interface Compared extends Pick<RecoveryRow, 'quantity' | 'of' | 'n' | 'planted' | 'ideal' | 'found'> {
  readonly set: EvaluationSet;
}

function holds({ lower, upper }: Estimate, value: number | null): boolean | null {
  if (lower === null || upper === null || value === null) return null;
  return lower === upper ? null : lower <= value && value <= upper;
}

function compare({ set, ...compared }: Compared): RecoveryRow {
  const { quantity, planted, ideal, found } = compared;
  const { lower, upper } = found;
  const inside = { plantedInside: holds(found, planted), idealInside: holds(found, ideal.value) };
  const about = { ...compared, ...inside, set: set.name, split: set.split };
  if (lower === null || upper === null || lower === upper) {
    return { ...about, wide: null, excludesNoEffect: null };
  }
  const isRatio = quantity === 'hazard-ratio';
  const wide = isRatio ? upper / lower > 3 : upper - lower > 0.2;
  const none = isRatio ? 1 : 0.5;
  return { ...about, wide, excludesNoEffect: lower > none || upper < none };
}

/** An estimate, or why the data at hand do not give one. */
function estimateOf(make: () => Estimate): Estimate {
  const made = attempt(make);
  return made.value === null ? noEstimate('ideal reader', made.reason) : plainEstimate(made.value);
}

function idealAuc(severities: readonly number[], labels: readonly (0 | 1)[]): Estimate {
  const judged = { scores: Float64Array.from(severities), targets: Uint8Array.from(labels) };
  return estimateOf(() => aucOf(judged));
}

function idealRatio(members: readonly Member[], endpoint: string, high: (member: Member) => 0 | 1): Estimate {
  const known = members.flatMap((member) => {
    const followUp = member.followUp[endpoint];
    return followUp == null ? [] : [{ ...followUp, high: high(member) }];
  });
  const calls = known.map((patient) => patient.high);
  return estimateOf(() => hazardRatioOf(followUpOfPatients(known), 'high severity', calls));
}

/** The planted AUC of the protocol's target, or undefined when the truth does not know this target. */
function plantedAuc({ target }: Protocol, { planted }: CohortTruth): number | undefined {
  const { positive } = target;
  if (target.column !== COLUMNS.target || typeof positive !== 'object' || Array.isArray(positive)) {
    return undefined;
  }
  if (positive.above !== undefined || positive.atMost !== undefined || positive.below !== undefined) {
    return undefined;
  }
  if (positive.atLeast === 20) return planted.aucCps20;
  return positive.atLeast === 1 ? planted.aucCps1 : undefined;
}

interface InSet {
  readonly evidence: Evidence;
  readonly truth: ReferenceTruth;
  readonly cohort: CohortTruth;
  readonly members: readonly Member[];
  readonly severity: (member: Member) => number;
}

function compareTarget(
  set: Evidence['evaluation']['sets'][number],
  { evidence, cohort, members, severity }: InSet,
): readonly RecoveryRow[] {
  const planted = plantedAuc(evidence.protocol, cohort);
  if (planted === undefined) return [];
  const ideal = idealAuc(
    members.map(severity),
    members.map(({ target }) => target),
  );
  const of = evidence.protocol.target.name;
  return [compare({ set, quantity: 'auc', of, n: set.n, planted, ideal, found: set.auc })];
}

function compareFollowUp(set: EvaluationSet, context: InSet): readonly RecoveryRow[] {
  const { evidence, cohort, members, severity, truth } = context;
  const followed = evidence.survival.sets.find(({ name }) => name === set.name);
  const high = (member: Member): 0 | 1 => (severity(member) >= truth.model.idealCutoff ? 1 : 0);
  const named = evidence.protocol.endpoints.filter(({ time }) => time === COLUMNS.time);
  const ratios = named.flatMap(({ name }) => {
    const found = followed?.endpoints.find(({ endpoint }) => endpoint === name);
    if (found === undefined) return [];
    const ideal = idealRatio(members, name, high);
    const planted = cohort.planted.hazardRatioHighLow;
    const { n, hazardRatio } = found;
    return [compare({ set, quantity: 'hazard-ratio', of: name, n, planted, ideal, found: hazardRatio })];
  });
  return [...ratios, ...compareResponse(set, context)];
}

function compareResponse(set: EvaluationSet, context: InSet): readonly RecoveryRow[] {
  const { evidence, cohort, members, severity } = context;
  const found = evidence.survival.sets.find(({ name }) => name === set.name)?.response ?? null;
  const planted = cohort.planted.aucDurableBenefit;
  if (found === null || planted === null || evidence.protocol.response?.column !== COLUMNS.response)
    return [];
  const evaluable = members.flatMap((member) =>
    member.response === null ? [] : [{ severity: severity(member), response: member.response }],
  );
  const ideal = idealAuc(
    evaluable.map((patient) => patient.severity),
    evaluable.map(({ response }) => response),
  );
  const { name: of, n, auc: area } = found;
  return [compare({ set, quantity: 'response-auc', of, n, planted, ideal, found: area })];
}

function verdictOf(rows: readonly RecoveryRow[]): RecoveryVerdict {
  const judged = rows.filter(({ split, plantedInside }) => split === 'test' && plantedInside !== null);
  const inside = judged.filter(({ plantedInside }) => plantedInside === true);
  return {
    compared: judged.length,
    inside: inside.length,
    insideButWide: inside.filter(({ wide }) => wide === true).length,
    excludingNoEffect: judged.filter(({ excludesNoEffect }) => excludesNoEffect === true).length,
  };
}

/**
 * Compares every estimate with the planted value it should find.
 *
 * @returns null where the study names no truth.
 */
export function recoveryOf(evidence: Evidence): Recovery | null {
  const { truth, evaluation, cohort } = evidence;
  if (truth === null) return null;
  const latent = new Map(truth.perPatient.map(({ patient, imaging }) => [patient, imaging]));
  const rows = evaluation.sets.flatMap((set) => {
    const planted = truth.cohorts.find((candidate) => candidate.cohort === set.cohort);
    const members = membersOfSet(cohort.members, set);
    if (planted === undefined || members.some(({ patient }) => !latent.has(patient))) return [];
    const severity = ({ patient }: Member): number => latent.get(patient) ?? 0;
    const context: InSet = { evidence, truth, cohort: planted, members, severity };
    return [...compareTarget(set, context), ...compareFollowUp(set, context)];
  });
  return { patients: truth.patients, rows, verdict: verdictOf(rows) };
}
