/**
 * A study folder whose scores are made up and whose statistics are real, for the tests of the report.
 *
 * Plans a reference cohort without drawing images, writes what import, training and fusion would have left, and runs
 * the stages that judge the scores.
 */
import { join } from 'node:path';
import { random } from '@mriscore/stats';
import { stringify } from 'yaml';
import type { CohortArtefact, Member } from '../../cohort/artefact.ts';
import { COHORT_FILE } from '../../cohort/artefact.ts';
import { tuningPatients } from '../../cohort/split.ts';
import { demoProtocol } from '../../demo/write-demo.ts';
import { encodingFiles } from '../../encode/artefact.ts';
import { evaluateStage } from '../../evaluate/stage.ts';
import type { FusionArtefact } from '../../fuse/artefact.ts';
import { FUSION_FILE, FUSION_LOG } from '../../fuse/artefact.ts';
import type { ProtocolInput } from '../../protocol/schema.ts';
import { formatClinicalTable } from '../../reference-cohort/clinical-table.ts';
import type { PatientPlan } from '../../reference-cohort/index.ts';
import { planReferenceCohort, referenceTruth } from '../../reference-cohort/index.ts';
import { writeAtomic } from '../../run/atomic-write.ts';
import { formatCsv } from '../../run/csv.ts';
import { formatArtefact } from '../../run/read-json.ts';
import { SCORE_HEADER } from '../../run/read-scores.ts';
import { planStage } from '../../run/run-stage.ts';
import { runUnit } from '../../run/run-unit.ts';
import type { Stage } from '../../run/stage.ts';
import type { World } from '../../run/world.ts';
import { localWorld } from '../../run/world.ts';
import type { Study } from '../../study.ts';
import { openStudy } from '../../study.ts';
import { surviveStage } from '../../survive/stage.ts';
import { trainingFiles } from '../../train/artefact.ts';

/** What kind of study. */
export interface MadeUpOptions {
  readonly directory: string;
  /** Default 160. */
  readonly patients?: number;
  /** Default 1. */
  readonly seed?: number;
  /** How strongly the scores follow the latent severity; 0 is guessing. Default 1.3. */
  readonly strength?: number;
  /** Changes the protocol before it is written. */
  readonly protocol?: (protocol: ProtocolInput) => ProtocolInput;
  /** Changes the table before it is written. */
  readonly table?: (text: string) => string;
}

/** A study that has come to the report. */
export interface MadeUpStudy {
  readonly study: Study;
  readonly world: World;
}

const SIZE_MM3 = 9000;

function membersOf(study: Study, plans: ReadonlyMap<string, PatientPlan>): readonly Member[] {
  const { protocol, selection } = study;
  const training = selection.subjects.filter(({ cohort }) => protocol.cohorts[cohort]?.role === 'training');
  const tuning = tuningPatients(training, protocol.tuning.fraction, (patient) =>
    random(1, 'tuning', patient),
  );
  return selection.subjects.map((subject) => {
    const isTraining = protocol.cohorts[subject.cohort]?.role === 'training';
    const split = isTraining ? (tuning.has(subject.patient) ? 'tuning' : 'training') : 'test';
    const missing = plans.get(subject.patient)?.missing ?? null;
    const size = random(1, 'size', subject.patient).normal();
    return {
      ...subject,
      split,
      sequences: Object.keys(protocol.sequences).filter((name) => name !== missing),
      tumourMm3: SIZE_MM3 * Math.exp(size / 2),
    };
  });
}

function cohortOf(study: Study, members: readonly Member[]): CohortArtefact {
  const { protocol, selection } = study;
  const cohorts = Object.entries(protocol.cohorts).map(([name, { role }]) => {
    const inside = members.filter(({ cohort }) => cohort === name);
    const missing = Object.keys(protocol.sequences).map(
      (sequence) =>
        [sequence, inside.filter(({ sequences }) => !sequences.includes(sequence)).length] as const,
    );
    return {
      name,
      role,
      patients: inside.length,
      positives: inside.filter(({ target }) => target === 1).length,
      missing: Object.fromEntries(missing),
    };
  });
  return {
    schema: 'mriscore/cohort/1',
    members,
    flow: { rows: selection.rows, left: selection.left, cohorts },
  };
}

const probability = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** A score that follows the severity, and on fitted patients the target too, as an overfitted network does. */
function logitOf(
  member: Member,
  severity: number,
  { purpose, strength }: { purpose: string; strength: number },
) {
  const noise = random(2, purpose, member.patient).normal();
  const memory = member.split === 'training' ? 2.5 * (member.target - 0.5) : 0;
  return strength * severity + memory + 0.9 * noise - 0.3;
}

function fusionOf(
  study: Study,
  members: readonly Member[],
  logits: ReadonlyMap<string, number>,
): FusionArtefact {
  const names = Object.keys(study.protocol.sequences);
  return {
    schema: 'mriscore/fusion/1',
    scores: members.map(({ patient }) => {
      const logit = logits.get(patient) ?? 0;
      return { patient, logit, score: probability(logit) };
    }),
    attention: members.map(({ patient, sequences }) => {
      const raw = names.map((name, place) =>
        sequences.includes(name) ? 1 + place + random(3, name, patient).uniform() : null,
      );
      const sum = raw.reduce((total: number, share) => total + (share ?? 0), 0);
      const shares = names.map(
        (name, place) => [name, raw[place] == null ? null : raw[place] / sum] as const,
      );
      return { patient, sequences: Object.fromEntries(shares) };
    }),
    epoch: 17,
    parameters: 214_977,
  };
}

function falling(epochs: number, purpose: string, floor: number): readonly number[] {
  const noise = random(4, purpose);
  return Array.from(
    { length: epochs },
    (_, epoch) => floor + (0.72 - floor) * Math.exp(-epoch / (epochs / 4)) + 0.02 * noise.uniform(),
  );
}

async function writeEncoders(
  { study, world }: MadeUpStudy,
  members: readonly Member[],
  severity: (member: Member) => number,
): Promise<void> {
  for (const name of Object.keys(study.protocol.sequences)) {
    const having = members.filter(({ sequences }) => sequences.includes(name));
    const rows = having.map((member) => {
      const logit = logitOf(member, severity(member), { purpose: name, strength: 0.8 });
      return [member.patient, logit, probability(logit)];
    });
    const losses = falling(study.protocol.encoder.epochs, name, 0.2);
    await world.folder.write(encodingFiles(name).scores, formatCsv(SCORE_HEADER, rows));
    await world.folder.write(
      trainingFiles(name).log,
      formatCsv(
        ['epoch', 'training_loss'],
        losses.map((loss, index) => [index + 1, loss]),
      ),
    );
  }
}

async function writeFusion(
  { study, world }: MadeUpStudy,
  members: readonly Member[],
  logits: ReadonlyMap<string, number>,
): Promise<void> {
  const fitted = falling(study.protocol.fusion.epochs, 'fitted', 0.15);
  const tuned = falling(study.protocol.fusion.epochs, 'tuned', 0.45);
  await world.folder.write(FUSION_FILE, formatArtefact(fusionOf(study, members, logits)));
  await world.folder.write(
    FUSION_LOG,
    formatCsv(
      ['epoch', 'training_loss', 'tuning_loss'],
      fitted.map((loss, index) => [index + 1, loss, tuned[index] ?? null]),
    ),
  );
}

/** Runs a stage whose inputs are there. */
export async function runWhole(stage: Stage, { study, world }: MadeUpStudy): Promise<void> {
  for (const unit of await planStage(stage, study, world)) await runUnit(stage, unit, study, world);
}

/** Writes the folder and runs the stages that judge the scores. The report is not written yet. */
export async function makeUpStudy(options: MadeUpOptions): Promise<MadeUpStudy> {
  const { directory, patients = 160, seed = 1, strength = 1.3 } = options;
  const plans = planReferenceCohort({ patients, seed });
  const protocol = demoProtocol({ patients, seed });
  const table = formatClinicalTable(plans);
  await writeAtomic(join(directory, 'clinical.csv'), options.table?.(table) ?? table);
  await writeAtomic(join(directory, 'truth.json'), JSON.stringify(referenceTruth(plans)));
  await writeAtomic(join(directory, 'study.yaml'), stringify(options.protocol?.(protocol) ?? protocol));
  const made: MadeUpStudy = { study: await openStudy({ directory }), world: localWorld(directory) };
  const planOf = new Map(plans.map((plan) => [plan.patient, plan]));
  const members = membersOf(made.study, planOf);
  const severity = ({ patient }: Member): number => planOf.get(patient)?.latents.imaging ?? 0;
  const logits = members.map((member) => {
    const logit = logitOf(member, severity(member), { purpose: 'fused', strength });
    return [member.patient, logit] as const;
  });
  await made.world.folder.write(COHORT_FILE, formatArtefact(cohortOf(made.study, members)));
  await writeEncoders(made, members, severity);
  await writeFusion(made, members, new Map(logits));
  await runWhole(evaluateStage, made);
  await runWhole(surviveStage, made);
  return made;
}
