/**
 * A report before it is written: the evidence with its summaries, and the numbers for programs.
 */
import type { ReportArtefact, SetNumbers, SurvivalNumbers } from './artefact.ts';
import type { AttentionSummary } from './attention-summary.ts';
import { attentionOf } from './attention-summary.ts';
import type { SetCharacteristics } from './characteristics.ts';
import { characteristicsOf } from './characteristics.ts';
import type { Evidence } from './evidence.ts';
import type { Recovery } from './recovery.ts';
import { recoveryOf } from './recovery.ts';

/** What every section and figure is made from. */
export interface Report extends Evidence {
  readonly characteristics: readonly SetCharacteristics[];
  readonly attention: readonly AttentionSummary[];
  readonly recovery: Recovery | null;
}

/** Joins evidence and summaries. */
export function composeReport(evidence: Evidence): Report {
  const { cohort, evaluation, fusion, protocol } = evidence;
  return {
    ...evidence,
    characteristics: characteristicsOf(cohort.members, evaluation, protocol),
    attention: attentionOf(fusion, evaluation, Object.keys(protocol.sequences)),
    recovery: recoveryOf(evidence),
  };
}

function setNumbers({ evaluation }: Report): readonly SetNumbers[] {
  return evaluation.sets.map(({ roc: _roc, decision: _decision, calibration, ...set }) => {
    if (calibration === null) return { ...set, calibration };
    const { points: _points, ...figures } = calibration;
    return { ...set, calibration: figures };
  });
}

function survivalNumbers({ survival }: Report): readonly SurvivalNumbers[] {
  return survival.sets.map(({ endpoints, response, ...set }) => ({
    ...set,
    endpoints: endpoints.map(({ groups, ...endpoint }) => ({
      ...endpoint,
      groups: groups.map(({ group, n, events, median, atRisk }) => ({ group, n, events, median, atRisk })),
    })),
    response: response === null ? null : withoutCurve(response),
  }));
}

function withoutCurve<T extends { readonly roc: unknown }>({ roc: _roc, ...rest }: T): Omit<T, 'roc'> {
  return rest;
}

/** The numbers of a report, without the points of curves. */
export function numbersOf(report: Report): ReportArtefact {
  return {
    schema: 'mriscore/report/1',
    intendedUse: 'research',
    protocol: report.protocol,
    counts: {
      patients: report.cohort.members.length,
      cohorts: Object.keys(report.protocol.cohorts).length,
      fusionEpochs: report.training.fusion.training.length,
    },
    cutoff: report.evaluation.cutoff,
    flow: report.cohort.flow,
    characteristics: report.characteristics,
    sets: setNumbers(report),
    survival: survivalNumbers(report),
    attention: report.attention,
    training: report.training,
    recovery: report.recovery,
    provenance: report.provenance,
  };
}
