/**
 * Writes a study of simulated patients as a hospital would hand it over, with its protocol and the truth beside it.
 */
import { join } from 'node:path';
import { writeAtomic } from '@mriscore/scans/disk';
import { writeReferenceCohort } from '@mriscore/simulation';
import { stringify } from 'yaml';
import { checkOptions, type KnownOptions } from '../options.ts';
import type { ProtocolInput } from '../protocol/schema.ts';
import { PROTOCOL_FILE } from '../protocol/yaml.ts';
import { DEMO_HEAD } from './find-demo.ts';

/** What kind of demo. */
export interface DemoOptions {
  /** Folder that becomes the study folder. */
  readonly directory: string;
  /** Patients in four cohorts, >= 40. */
  readonly patients: number;
  /** Seed of the simulation and of the study. */
  readonly seed: number;
  /** Weights that the encoders start from, by name. Default: drawn ones (`scratch`). */
  readonly start?: DemoStart;
  /** Called after each patient. */
  readonly onProgress?: (progress: { readonly finished: number; readonly patients: number }) => void;
  /** Stops between two patients. */
  readonly signal?: AbortSignal;
}

/** Named weights and the network they are of. */
export interface DemoStart {
  readonly weights: string;
  readonly network: 'resnet50' | 'resnet101';
}

const KNOWN: KnownOptions<DemoOptions> = Object.freeze({
  directory: null,
  patients: null,
  seed: null,
  start: 'scratch',
  onProgress: null,
  signal: null,
});

const SCRATCH: DemoStart = Object.freeze({ weights: 'scratch', network: 'resnet101' });

/** Passes over the training crops: fewer when there are more of them, about 90 steps an encoder at the least. */
function epochsFor(patients: number): number {
  return Math.max(3, Math.round(1280 / patients));
}

/** What a demo protocol depends on. */
export type DemoShape = Pick<DemoOptions, 'patients' | 'seed' | 'start'>;

/** The protocol of a demo study. */
export function demoProtocol({ patients, seed, start = SCRATCH }: DemoShape): ProtocolInput {
  return {
    schema: 'mriscore/protocol/1',
    title: `Reference cohort of ${patients} simulated patients`,
    table: 'clinical.csv',
    patient: 'patient',
    sequences: {
      T1: { file: 'images/{patient}/T1.nii.gz', mayMiss: true },
      T2: { file: 'images/{patient}/T2.nii.gz', mayMiss: true },
      T1c: { file: 'images/{patient}/T1c.nii.gz', mayMiss: true },
    },
    mask: { file: 'masks/{patient}.nii.gz', drawnOn: 'T1c' },
    target: { name: 'PD-L1 CPS >= 20', column: 'cps', positive: { atLeast: 20 } },
    cohorts: {
      training: { role: 'training', where: { cohort: 'training' } },
      internal: { role: 'internal', where: { cohort: 'internal' } },
      external: { role: 'external', where: { cohort: 'external' } },
      immunotherapy: { role: 'immunotherapy', where: { cohort: 'immunotherapy' } },
    },
    tuning: { fraction: 0.2 },
    preprocessing: { crop: { sizePx: 64, marginMm: 5, slices: [0, -1, 1] } },
    encoder: {
      ...start,
      epochs: epochsFor(patients),
      batch: 16,
      optimiser: 'adamw',
      learningRate: 0.0005,
      weightDecay: 0.05,
    },
    fusion: { epochs: 40, learningRate: 0.0005 },
    endpoints: [{ name: 'PFS', time: 'pfs_months', event: 'pfs_event', unit: 'months' }],
    response: { name: 'durable clinical benefit', column: 'dcb', cohorts: ['immunotherapy'] },
    truth: 'truth.json',
    seeds: { split: seed, training: seed },
  };
}

/**
 * Writes images, masks, table, truth and protocol.
 *
 * The protocol comes last, so that a folder that was not finished is no study.
 *
 * @throws StudyError `disk/no-space` when the disk is full.
 */
export async function writeDemo(options: DemoOptions): Promise<void> {
  checkOptions(options, KNOWN);
  const { onProgress, signal, start: _start, ...rest } = options;
  await writeReferenceCohort(
    {
      ...rest,
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(signal === undefined ? {} : { signal }),
    },
    writeAtomic,
  );
  await writeAtomic(join(options.directory, PROTOCOL_FILE), DEMO_HEAD + stringify(demoProtocol(options)));
}
