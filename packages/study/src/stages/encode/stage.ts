/**
 * Reads every patient with the trained networks: features of each slice, and the score of each sequence alone.
 *
 * Reads `2-cohort/`, `3-crops/` and the weights of `4-encoders/`, writes features and scores beside them.
 */
import { formatTensors, openNodeRuntime, parseCheckpoint } from '@mriscore/engine';
import { formatCsv } from '@mriscore/evaluation/table';
import type { Extracted } from '@mriscore/model/encode';
import { extract } from '@mriscore/model/encode';
import { scoreOf } from '@mriscore/model/fuse';
import type { JsonValue } from '../../run/canonical.ts';
import { hashFile } from '../../run/hash.ts';
import { readArtefact } from '../../run/read-json.ts';
import { SCORE_HEADER } from '../../run/read-scores.ts';
import type { Stage } from '../../run/stage.ts';
import type { Unit, UnitPlan } from '../../run/unit.ts';
import type { World } from '../../run/world.ts';
import type { Study } from '../../study.ts';
import type { CohortArtefact, Member } from '../cohort/artefact.ts';
import { COHORT_FILE } from '../cohort/artefact.ts';
import { cropsPath, readSamples } from '../preprocess/artefact.ts';
import { encoderUse, trainingFiles } from '../train/artefact.ts';
import { encodingFiles } from './artefact.ts';

async function readHaving(world: World, sequence: string): Promise<readonly Member[]> {
  const { members } = await readArtefact<CohortArtefact>(world.folder, COHORT_FILE, 'mriscore/cohort/1');
  return members.filter(({ sequences }) => sequences.includes(sequence));
}

async function planSequence(study: Study, world: World, sequence: string): Promise<UnitPlan> {
  const having = await readHaving(world, sequence);
  const paths = [trainingFiles(sequence).weights, ...having.map(({ patient }) => cropsPath(patient))];
  const { encoder, preprocessing } = study.protocol;
  const options = {
    network: encoder.network,
    crop: preprocessing.crop,
    threads: world.threads,
    runtime: world.runtime,
  };
  return {
    name: sequence,
    inputs: await Promise.all(paths.map((path) => hashFile(study.directory, path))),
    options: options as JsonValue,
    outputs: Object.values(encodingFiles(sequence)),
  };
}

function plan(study: Study, world: World): Promise<readonly UnitPlan[]> {
  const sequences = Object.keys(study.protocol.sequences);
  return Promise.all(sequences.map((sequence) => planSequence(study, world, sequence)));
}

async function writeEncoding(
  world: World,
  unit: Unit,
  context: { extracted: readonly Extracted[]; slices: number },
): Promise<void> {
  const { extracted, slices } = context;
  const files = encodingFiles(unit.name);
  const features = extracted.map(
    ({ patient, features: data }) => [patient, { shape: [slices, data.length / slices], data }] as const,
  );
  const scores = extracted.map(({ patient, logit }) => [patient, logit, scoreOf(logit)]);
  await world.folder.write(files.features, formatTensors(new Map(features), { unit: unit.key }));
  await world.folder.write(files.scores, formatCsv(SCORE_HEADER, scores));
}

async function run(unit: Unit, study: Study, world: World): Promise<void> {
  const sequence = unit.name;
  const { sizePx, slices } = study.protocol.preprocessing.crop;
  const { state, metadata } = parseCheckpoint(await world.folder.read(trainingFiles(sequence).weights));
  const { spec, grey } = encoderUse(metadata);
  const samples = await readSamples(world.folder, await readHaving(world, sequence), sequence);
  await using runtime = await openNodeRuntime(world.runtime, { threads: world.threads });
  const extracted = await extract(runtime, { spec, grey, state, samples, sizePx }, () => undefined);
  await writeEncoding(world, unit, { extracted, slices: slices.length });
}

/** The fifth stage: what the trained networks say of every patient. */
export const encodeStage: Stage = {
  name: 'encode',
  does: 'reads every patient with the networks',
  reads: ['2-cohort', '3-crops', '4-encoders'],
  writes: '4-encoders',
  code: ['engine/src', 'study/src/encode', 'study/src/preprocess/artefact.ts'],
  parallel: false,
  plan,
  run,
};
