/**
 * Looks at every image and mask once and writes down what they are, or names the one that cannot be used.
 *
 * Reads the data folder, writes `1-series/PATIENT.json`. Changes no voxel.
 */

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { landmarkSettings, landmarksOf } from '@mriscore/model/prepare';
import type { Volume } from '@mriscore/volume';
import { orientationLetters, spacingMm, voxelVolumeMm3 } from '@mriscore/volume';
import type { StudyError } from '../../errors.ts';
import { throwCollected } from '../../errors.ts';
import { imagePaths, imageSource, maskPath, maskSource } from '../../images/paths.ts';
import type { ImageSource } from '../../images/read.ts';
import { missingFile, readScan, readTumourMask, requireMaskOnImage, withSource } from '../../images/read.ts';
import type { FileHash } from '../../run/hash.ts';
import { hashInput } from '../../run/hash-input.ts';
import { formatArtefact } from '../../run/read-json.ts';
import type { Stage } from '../../run/stage.ts';
import type { Unit, UnitPlan } from '../../run/unit.ts';
import type { World } from '../../run/world.ts';
import type { Study } from '../../study.ts';
import type { ImageFacts, MaskFacts, SeriesArtefact } from './artefact.ts';
import { seriesPath } from './artefact.ts';

interface FoundFiles {
  readonly files: readonly string[];
  readonly errors: readonly StudyError[];
}

function exists(data: string, file: string): Promise<boolean> {
  return access(join(data, file)).then(
    () => true,
    () => false,
  );
}

async function findFiles(study: Study, patient: string): Promise<FoundFiles> {
  const { data, protocol } = study;
  const files: string[] = [];
  const errors: StudyError[] = [];
  const mask = maskPath(protocol, patient);
  if (await exists(data, mask)) files.push(mask);
  else errors.push(missingFile({ patient, what: 'mask', data, file: mask }));
  let images = 0;
  const absent: ImageSource[] = [];
  for (const [sequence, file] of imagePaths(protocol, patient)) {
    if (await exists(data, file)) {
      files.push(file);
      images += 1;
    } else absent.push({ patient, what: sequence, data, file });
  }
  for (const source of absent) {
    if (images === 0 || protocol.sequences[source.what]?.mayMiss !== true) errors.push(missingFile(source));
  }
  return { files, errors };
}

async function plan(study: Study): Promise<readonly UnitPlan[]> {
  const { protocol, data } = study;
  const plans: UnitPlan[] = [];
  const errors: StudyError[] = [];
  for (const { patient } of study.selection.subjects) {
    const found = await findFiles(study, patient);
    errors.push(...found.errors);
    if (found.errors.length > 0) continue;
    const inputs = await Promise.all([...new Set(found.files)].map((file) => hashInput(data, file)));
    const landmarks = landmarkSettings(protocol.preprocessing);
    const options = {
      patient,
      sequences: protocol.sequences,
      mask: protocol.mask,
      ...(landmarks === null ? {} : { landmarks }),
    };
    plans.push({
      name: patient,
      inputs,
      options: options as unknown as UnitPlan['options'],
      outputs: [seriesPath(patient)],
    });
  }
  throwCollected(errors);
  return plans;
}

function factsOf(file: FileHash, { geometry }: Pick<Volume, 'geometry'>): ImageFacts {
  const [si, sj, sk] = spacingMm(geometry);
  return { file, size: geometry.size, spacingMm: [si, sj, sk], orientation: orientationLetters(geometry) };
}

async function readSeries(unit: Unit, study: Study): Promise<SeriesArtefact> {
  const { protocol } = study;
  const patient = unit.name;
  const hashOf = (file: string): FileHash | undefined => unit.inputs.find((input) => input.path === file);
  const source = maskSource(study, patient);
  const mask = await readTumourMask(source, protocol.mask.label);
  const settings = landmarkSettings(protocol.preprocessing);
  const sequences: Record<string, ImageFacts | null> = {};
  for (const [sequence, file] of imagePaths(protocol, patient)) {
    const hash = hashOf(file);
    sequences[sequence] = null;
    if (hash === undefined) continue;
    const from = imageSource(study, patient, sequence);
    const { volume: image, headers } = await readScan(from);
    if (sequence === protocol.mask.drawnOn) requireMaskOnImage(source, { mask, image, drawnOn: sequence });
    const landmarks =
      settings === null ? {} : { landmarks: withSource(from, () => landmarksOf(image, settings)) };
    sequences[sequence] = { ...factsOf(hash, image), ...headers, ...landmarks };
  }
  const maskFacts: MaskFacts = {
    ...factsOf(hashOf(source.file) as FileHash, mask),
    voxels: mask.voxels,
    volumeMm3: mask.voxels * voxelVolumeMm3(mask.geometry),
  };
  return { schema: 'mriscore/series/1', patient, sequences, mask: maskFacts };
}

async function run(unit: Unit, study: Study, world: World): Promise<void> {
  await world.folder.write(seriesPath(unit.name), formatArtefact(await readSeries(unit, study)));
}

/** The first stage: what every file holds, and that it can be used. */
export const importStage: Stage = {
  name: 'import',
  does: 'looks at every image and mask',
  reads: ['data'],
  writes: '1-series',
  code: ['volume/src', 'study/src/images', 'study/src/scans', 'study/src/import'],
  parallel: true,
  plan,
  run,
};
