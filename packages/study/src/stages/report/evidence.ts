/**
 * Everything a report is made of, read from the disk and joined.
 *
 * Reads `2-cohort/`, the logs of `4-encoders/` and `5-fusion/`, `6-scores/`, `7-survival/` and the truth file of a
 * simulated study. Computes summaries, never an estimate of performance.
 */

import type { ReferenceTruth } from '@mriscore/simulation';
import { parse } from 'csv-parse/sync';
import type { ReadableFiles } from '../../files/declared.ts';
import { readArtefact } from '../../files/read-json.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { CohortArtefact } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import type { EvaluationArtefact } from '../evaluate/artefact.ts';
import { EVALUATION_FILE } from '../evaluate/artefact.ts';
import type { FusionArtefact } from '../fuse/artefact.ts';
import { FUSION_FILE, FUSION_LOG } from '../fuse/artefact.ts';
import type { SurvivalArtefact } from '../survive/artefact.ts';
import { SURVIVAL_FILE } from '../survive/artefact.ts';
import { trainingFiles } from '../train/artefact.ts';
import type { ReportProvenance } from './provenance-summary.ts';

/** Loss of every epoch, from epoch 1. */
export interface LossCurves {
  /** Sequence name -> training loss of its encoder. */
  readonly encoders: Readonly<Record<string, readonly number[]>>;
  readonly fusion: { readonly training: readonly number[]; readonly tuning: readonly number[] };
  /** Epoch whose fusion was kept, from 1. */
  readonly keptEpoch: number;
  /** Trainable numbers of the fusion. */
  readonly fusionParameters: number;
}

/** What a report is made of. */
export interface Evidence {
  readonly protocol: Protocol;
  readonly cohort: CohortArtefact;
  readonly fusion: FusionArtefact;
  readonly training: LossCurves;
  readonly evaluation: EvaluationArtefact;
  readonly survival: SurvivalArtefact;
  /** Null where the protocol names no truth. */
  readonly truth: ReferenceTruth | null;
  readonly provenance: ReportProvenance;
}

/** The files a report reads, relative to the study folder; the truth is apart, since it lies with the data. */
export function evidenceFiles({ sequences }: Protocol): readonly string[] {
  const logs = Object.keys(sequences).map((name) => trainingFiles(name).log);
  return [COHORT_FILE, ...logs, FUSION_FILE, FUSION_LOG, EVALUATION_FILE, SURVIVAL_FILE];
}

async function readColumn(files: ReadableFiles, path: string, column: string): Promise<readonly number[]> {
  const text = new TextDecoder().decode(await files.read(path));
  const rows = parse(text, { columns: true }) as Record<string, string>[];
  return rows.map((row) => Number(row[column]));
}

async function readTraining(
  files: ReadableFiles,
  protocol: Protocol,
  fusion: FusionArtefact,
): Promise<LossCurves> {
  const encoders = Object.keys(protocol.sequences).map(
    async (name) => [name, await readColumn(files, trainingFiles(name).log, 'training_loss')] as const,
  );
  return {
    encoders: Object.fromEntries(await Promise.all(encoders)),
    fusion: {
      training: await readColumn(files, FUSION_LOG, 'training_loss'),
      tuning: await readColumn(files, FUSION_LOG, 'tuning_loss'),
    },
    keptEpoch: fusion.epoch,
    fusionParameters: fusion.parameters,
  };
}

/** What the evidence is read from. */
export interface EvidenceSources {
  readonly protocol: Protocol;
  /** As planned: part of the key of the report. */
  readonly provenance: ReportProvenance;
  /** Artefacts of the study. */
  readonly study: ReadableFiles;
  /** Where the truth of a simulated study lies. */
  readonly data: ReadableFiles;
}

/**
 * Reads what a report is made of.
 *
 * @throws StudyError `run/input-changed` when an artefact is of another version.
 */
export async function readEvidence({
  protocol,
  provenance,
  study,
  data,
}: EvidenceSources): Promise<Evidence> {
  const fusion = await readArtefact<FusionArtefact>(study, FUSION_FILE, 'mriscore/fusion/1');
  const truth = protocol.truth;
  return {
    protocol,
    fusion,
    provenance,
    cohort: await readArtefact<CohortArtefact>(study, COHORT_FILE, 'mriscore/cohort/1'),
    training: await readTraining(study, protocol, fusion),
    evaluation: await readArtefact<EvaluationArtefact>(study, EVALUATION_FILE, 'mriscore/evaluation/1'),
    survival: await readArtefact<SurvivalArtefact>(study, SURVIVAL_FILE, 'mriscore/survival/1'),
    truth:
      truth === undefined
        ? null
        : await readArtefact<ReferenceTruth>(data, truth, 'mriscore/reference-truth/1'),
  };
}
