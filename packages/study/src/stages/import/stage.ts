/**
 * Looks at every image and mask once and writes down what they are, or names the one that cannot be used.
 *
 * Reads the data folder, writes `1-series/PATIENT.json`. Changes no voxel.
 */
import { type LandmarkSettings, landmarkSettings, landmarksOf } from '@mriscore/model/prepare';
import type { Volume } from '@mriscore/volume';
import { orientationLetters, spacingMm, voxelVolumeMm3 } from '@mriscore/volume';
import type { StudyError } from '../../errors.ts';
import { throwCollected } from '../../errors.ts';
import type { FileHash } from '../../files/hash.ts';
import { formatArtefact } from '../../files/read-json.ts';
import { imageSource, maskSource, type PatientImages, patientImages } from '../../images/paths.ts';
import { missingFile, readScan, readTumourMask, requireMaskOnImage, withSource } from '../../images/read.ts';
import type { PlanContext, Stage, Work } from '../../run/stage.ts';
import type { UnitPlan } from '../../run/unit.ts';
import type { ImageFacts, MaskFacts, SeriesArtefact } from './artefact.ts';
import { seriesPath } from './artefact.ts';

/** What one patient's unit obeys. */
interface ImportSettings {
  readonly images: PatientImages;
  /** Null where nobody needs landmarks. */
  readonly landmarks: LandmarkSettings;
}

interface FoundFiles {
  readonly files: readonly string[];
  readonly errors: readonly StudyError[];
}

/** The files of a patient that are there, and an error for each that has to be and is not. */
async function findFiles({ protocol, files }: PlanContext, patient: string): Promise<FoundFiles> {
  const { sequences, mask } = patientImages(protocol, patient);
  const isThere = (file: string): Promise<boolean> => files.exists('data', file);
  const errors: StudyError[] = [];
  if (!(await isThere(mask.file))) errors.push(missingFile({ patient, what: 'mask', file: mask.file }));
  const found: string[] = errors.length > 0 ? [] : [mask.file];
  const absent: { readonly what: string; readonly file: string }[] = [];
  for (const [what, { file }] of Object.entries(sequences)) {
    if (await isThere(file)) found.push(file);
    else absent.push({ what, file });
  }
  const hasNone = absent.length === Object.keys(sequences).length;
  for (const { what, file } of absent) {
    const mayMiss = protocol.sequences[what]?.mayMiss === true;
    if (hasNone || !mayMiss) errors.push(missingFile({ patient, what, file }));
  }
  return { files: found, errors };
}

async function plan(study: PlanContext): Promise<readonly UnitPlan<null>[]> {
  const plans: UnitPlan<null>[] = [];
  const errors: StudyError[] = [];
  for (const { patient } of study.selection.subjects) {
    const found = await findFiles(study, patient);
    errors.push(...found.errors);
    const inputs = [...new Set(found.files)].map((path) => ({ root: 'data' as const, path }));
    plans.push({ name: patient, inputs, facts: null, outputs: [seriesPath(patient)] });
  }
  throwCollected(errors);
  return plans;
}

function factsOf(file: FileHash, { geometry }: Pick<Volume, 'geometry'>): ImageFacts {
  const [si, sj, sk] = spacingMm(geometry);
  return { file, size: geometry.size, spacingMm: [si, sj, sk], orientation: orientationLetters(geometry) };
}

async function readSeries({ settings, inputs }: Work<ImportSettings, null>): Promise<SeriesArtefact> {
  const { images, landmarks: wanted } = settings;
  const source = maskSource(images, inputs.data);
  const mask = await readTumourMask(source, images.mask.label);
  const sequences: Record<string, ImageFacts | null> = {};
  for (const [sequence, { file }] of Object.entries(images.sequences)) {
    sequences[sequence] = null;
    if (!inputs.data.has(file)) continue;
    const from = imageSource(images, sequence, inputs.data);
    const { volume: image, headers } = await readScan(from);
    if (sequence === images.mask.drawnOn) requireMaskOnImage(source, { mask, image, drawnOn: sequence });
    const landmarks =
      wanted === null ? {} : { landmarks: withSource(from, () => landmarksOf(image, wanted)) };
    sequences[sequence] = { ...factsOf(inputs.data.hashOf(file), image), ...headers, ...landmarks };
  }
  const maskFacts: MaskFacts = {
    ...factsOf(inputs.data.hashOf(source.file), mask),
    voxels: mask.voxels,
    volumeMm3: mask.voxels * voxelVolumeMm3(mask.geometry),
  };
  return { schema: 'mriscore/series/1', patient: images.patient, sequences, mask: maskFacts };
}

/** The first stage: what every file holds, and that it can be used. */
export const importStage: Stage<ImportSettings, null> = {
  name: 'import',
  does: 'looks at every image and mask',
  reads: ['data'],
  writes: '1-series',
  parallel: true,
  module: import.meta.url,
  settings: (protocol, { unit }) => ({
    images: patientImages(protocol, unit),
    landmarks: landmarkSettings(protocol.preprocessing),
  }),
  plan,
  run: async (work) => {
    await work.outputs.write(
      seriesPath(work.settings.images.patient),
      formatArtefact(await readSeries(work)),
    );
  },
};
