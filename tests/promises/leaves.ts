/**
 * A small study in which every key of the protocol means something, and one other value for each of them.
 *
 * Twenty simulated patients with T1 as DICOM folders of two series, contrast T1 as NIfTI and masks of two regions. Writes
 * below a folder of the test's own.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatWeights, initialiseResNet } from '@mriscore/engine';
import { readVolume } from '@mriscore/scans';
import { random } from '@mriscore/stats';
import type { ProtocolInput } from '@mriscore/study';
import {
  createMask,
  createVolume,
  formatDicom,
  formatNifti,
  formatSegNrrd,
  type Geometry,
  parseNifti,
} from '@mriscore/volume';
import { writeSmallData } from './small-study.ts';

/** A protocol in which every key that may be left out is written, as far as keys go together. */
export const BASE = {
  schema: 'mriscore/protocol/1',
  title: 'A study of every key',
  table: 'clinical.csv',
  patient: 'patient',
  sequences: {
    T1: { file: 'images/{patient}/dicom', recognise: 'T1', mayMiss: false },
    T1c: { file: 'images/{patient}/T1c.nii.gz', mayMiss: false },
  },
  mask: { file: 'masks/{patient}.seg.nrrd', drawnOn: 'T1c', region: 'tumour' },
  target: { name: 'CPS >= 20', column: 'cps', positive: { atLeast: 20 } },
  cohorts: {
    training: { role: 'training', where: { cohort: 'training' } },
    external: { role: 'external', where: { cohort: 'external' } },
  },
  exclude: [{ reason: 'nobody', where: { subsite: 'nose' } }],
  tuning: { fraction: 0.3 },
  preprocessing: {
    biasCorrection: 'none',
    register: 'none',
    normalise: { method: 'z-score', region: 'body' },
    crop: { sizePx: 32, marginMm: 5, slices: [0] },
  },
  encoder: {
    network: 'resnet18',
    weights: 'scratch',
    batchNorm: 'training',
    epochs: 2,
    batch: 4,
    accumulate: 1,
    optimiser: 'sgd',
    learningRate: 0.01,
    warmUp: 0.1,
    momentum: 0.9,
    weightDecay: 0.0001,
    augment: {
      flip: true,
      rotateDegrees: 10,
      scale: 0.1,
      shift: 0.05,
      intensity: 0.1,
      elastic: 0,
      bias: 0,
      noise: 0,
    },
  },
  fusion: {
    components: 2,
    width: 8,
    layers: 1,
    heads: 2,
    feedForward: 8,
    dropout: 0.1,
    sequenceDropout: 0.2,
    epochs: 3,
    batch: 4,
    learningRate: 0.01,
    weightDecay: 0.05,
  },
  threshold: { rule: 'median' },
  endpoints: [{ name: 'PFS', time: 'pfs_months', event: 'pfs_event', unit: 'months' }],
  response: { name: 'benefit', column: 'dcb', cohorts: ['external'] },
  seeds: { split: 1, training: 1 },
} satisfies ProtocolInput;

/** One change of a protocol. */
export interface Variation {
  /** Keys as a person would name them; `*` for a name that is the study's own. */
  readonly leaf: string;
  /** Where the value stands. */
  readonly at: readonly (string | number)[];
  readonly value: unknown;
  /** Other changes without which the value would be refused. */
  readonly with?: readonly (readonly [at: readonly (string | number)[], value: unknown])[];
}

const one = (leaf: string, value: unknown, more: Partial<Variation> = {}): Variation => ({
  leaf,
  at: leaf.split('.'),
  value,
  ...more,
});

const PRETRAINED = [[['encoder', 'weights'], 'own.safetensors']] as const;

/** The last stage that obeys a leaf itself; what comes after follows from the files that this one writes. */
export function lastObeying({ leaf }: Variation): string {
  if (/^(title|truth|seeds|threshold|endpoints|response|target.name|cohorts.*role)/.test(leaf))
    return 'report';
  if (leaf.startsWith('encoder')) return 'train';
  return leaf.startsWith('fusion') ? 'fuse' : 'preprocess';
}

/** Every leaf of the protocol with a value that is not the base's. */
export const VARIATIONS: readonly Variation[] = [
  one('title', 'Another title'),
  one('table', 'other.csv'),
  one('patient', 'pseudonym'),
  one('sequences.*.file', 'images/{patient}/second.nii.gz', { at: ['sequences', 'T1c', 'file'] }),
  one('sequences.*.recognise', 'T2', { at: ['sequences', 'T1', 'recognise'] }),
  one('sequences.*.series', { T001: '3' }, { at: ['sequences', 'T1', 'series'] }),
  one('sequences.*.mayMiss', true, { at: ['sequences', 'T1', 'mayMiss'] }),
  one('mask.file', 'masks/{patient}.other.seg.nrrd'),
  one('mask.drawnOn', 'T1', { with: [[['mask', 'file'], 'masks/{patient}.dicom.seg.nrrd']] }),
  one('mask.label', 2, {
    with: [
      [['mask', 'file'], 'masks/{patient}.labels.nii.gz'],
      [['mask', 'region'], undefined],
    ],
  }),
  one('mask.region', 'node'),
  one('target.name', 'Another name'),
  one('target.column', 'age_years', { with: [[['target', 'positive'], { atLeast: 62 }]] }),
  one('target.positive', { atLeast: 10 }),
  one('cohorts.*.role', 'internal', { at: ['cohorts', 'external', 'role'] }),
  one('cohorts.*.where', { cohort: ['external', 'internal'] }, { at: ['cohorts', 'external', 'where'] }),
  one('exclude.*.reason', 'no nose', { at: ['exclude', 0, 'reason'] }),
  one('exclude.*.where', { patient: 'E001' }, { at: ['exclude', 0, 'where'] }),
  one('tuning.fraction', 0.5),
  one('preprocessing.biasCorrection', 'n4'),
  one('preprocessing.register', 'rigid', {
    with: [[['sequences', 'T1'], { file: 'images/{patient}/second.nii.gz' }]],
  }),
  one('preprocessing.normalise.method', 'nyul'),
  one('preprocessing.normalise.region', 'image'),
  one('preprocessing.crop.sizePx', 64),
  one('preprocessing.crop.marginMm', 9),
  one('preprocessing.crop.slices', [0, 1]),
  one('encoder.network', 'resnet34'),
  one('encoder.weights', 'own.safetensors'),
  one('encoder.batchNorm', 'frozen'),
  one('encoder.frozenStages', 2, { with: PRETRAINED }),
  one('encoder.epochs', 3),
  one('encoder.batch', 5),
  one('encoder.accumulate', 2),
  one('encoder.optimiser', 'adamw'),
  one('encoder.learningRate', 0.02),
  one('encoder.warmUp', 0.4),
  one('encoder.momentum', 0.5),
  one('encoder.weightDecay', 0.1),
  one('encoder.augment.flip', false),
  one('encoder.augment.rotateDegrees', 20),
  one('encoder.augment.scale', 0.2),
  one('encoder.augment.shift', 0.1),
  one('encoder.augment.intensity', 0.2),
  one('encoder.augment.elastic', 0.05),
  one('encoder.augment.bias', 0.3),
  one('encoder.augment.noise', 0.2),
  one('fusion.components', 3),
  one('fusion.width', 16),
  one('fusion.layers', 2),
  one('fusion.heads', 4),
  one('fusion.feedForward', 16),
  one('fusion.dropout', 0.3),
  one('fusion.sequenceDropout', 0.6),
  one('fusion.epochs', 4),
  one('fusion.batch', 3),
  one('fusion.learningRate', 0.02),
  one('fusion.weightDecay', 0.5),
  one('threshold.rule', { fixed: 0.9 }),
  one('endpoints.*.name', 'OS', { at: ['endpoints', 0, 'name'] }),
  one('endpoints.*.time', 'age_years', { at: ['endpoints', 0, 'time'] }),
  one('endpoints.*.event', 'hpv_known', { at: ['endpoints', 0, 'event'] }),
  one('endpoints.*.unit', 'weeks', { at: ['endpoints', 0, 'unit'] }),
  one('response.name', 'another benefit'),
  one('response.column', 'hpv_known'),
  one('response.cohorts', ['training']),
  one('truth', 'truth.json'),
  one('seeds.split', 2),
  one('seeds.training', 2),
];

/** A protocol after a variation. */
export function varied({ at, value, with: more = [] }: Variation): object {
  const protocol = structuredClone(BASE) as object;
  for (const [path, to] of [[at, value] as const, ...more]) {
    const last = path.at(-1) ?? '';
    const parent = path
      .slice(0, -1)
      .reduce<unknown>((object, key) => Reflect.get(object as object, key), protocol);
    Reflect.set(parent as object, last, to);
  }
  return protocol;
}

/** Two series of one patient over the box of a scan: number 2 looks like T1, number 3 like T2. */
async function writeDicom(
  folder: string,
  patient: string,
  { size, indexToLpsMm: m }: Geometry,
): Promise<void> {
  const extent = [0, 1, 2].map((axis) => Math.hypot(m[axis]!, m[4 + axis]!, m[8 + axis]!) * size[axis]!);
  const corner = [m[3]!, m[7]!, m[11]!].map((from, axis) => {
    const to = from + [0, 1, 2].reduce((sum, column) => sum + m[4 * axis + column]! * (size[column]! - 1), 0);
    return Math.min(from, to);
  });
  await mkdir(folder);
  for (const [number, echo, repetition] of [
    [2, 10, 550],
    [3, 90, 4500],
  ] as const) {
    const noise = random(number, 'dicom', patient);
    for (let k = 0; k < 6; k += 1) {
      const values = Int16Array.from(
        { length: 256 },
        () => 200 + Math.round(40 * number * Math.abs(noise.normal())),
      );
      const bytes = formatDicom({
        PatientName: 'Phantom',
        PatientID: patient,
        StudyInstanceUID: '1.2.3',
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
        SOPInstanceUID: `1.2.3.${number}.${k + 1}`,
        SeriesInstanceUID: `1.2.3.${number}`,
        SeriesNumber: number,
        SeriesDescription: number === 2 ? 't1 tse tra' : 't2 tse tra',
        Modality: 'MR',
        FrameOfReferenceUID: '1.2.3.99',
        InstanceNumber: k + 1,
        ImageType: ['ORIGINAL', 'PRIMARY', 'M'],
        ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
        ImagePositionPatient: [corner[0]!, corner[1]!, corner[2]! + (k * extent[2]!) / 6],
        PixelSpacing: [extent[1]! / 16, extent[0]! / 16],
        SliceThickness: extent[2]! / 6,
        ScanningSequence: 'SE',
        SequenceVariant: 'SK',
        MRAcquisitionType: '2D',
        EchoTime: echo,
        RepetitionTime: repetition,
        SamplesPerPixel: 1,
        PhotometricInterpretation: 'MONOCHROME2',
        Rows: 16,
        Columns: 16,
        BitsAllocated: 16,
        BitsStored: 12,
        HighBit: 11,
        PixelRepresentation: 0,
        PixelData: new Uint8Array(values.buffer),
      });
      await writeFile(join(folder, `${number}-${k}.dcm`), bytes);
    }
  }
}

/** Masks of two regions: the tumour, and a node beside it; and the same with a rim more of tumour. */
async function writeMasks(folder: string, patient: string): Promise<void> {
  const { geometry, data } = parseNifti(await readFile(join(folder, `${patient}.nii.gz`)));
  const inside = [...data.keys()].filter((at) => data[at]! > 0);
  const moved = (by: number) => new Set(inside.map((at) => Math.min(Math.max(at + by, 0), data.length - 1)));
  const maskOf = (places: ReadonlySet<number>, value: number, name: string) =>
    createMask({ geometry, data: Uint8Array.from(data, (_, at) => (places.has(at) ? value : 0)) }, [
      { value, name },
    ]);
  const tumour = moved(0);
  const node = moved(geometry.size[0] * 2 + 3);
  const wider = new Set([...tumour, ...moved(1)]);
  const write = (ending: string, one: ReadonlySet<number>) =>
    writeFile(
      join(folder, `${patient}${ending}`),
      formatSegNrrd([maskOf(one, 1, 'tumour'), maskOf(node, 2, 'node')]),
    );
  const labels = Uint8Array.from(data, (_, at) => (tumour.has(at) ? 1 : node.has(at) ? 2 : 0));
  await writeFile(join(folder, `${patient}.labels.nii.gz`), formatNifti(createVolume(geometry, labels)));
  await write('.seg.nrrd', tumour);
  await write('.other.seg.nrrd', wider);
}

/** A mask on the grid of the DICOM series: a block in the middle. */
async function writeDicomMask(folder: string, patient: string, geometry: Geometry): Promise<void> {
  const [si, sj] = geometry.size;
  const data = Uint8Array.from(
    { length: geometry.size[0] * geometry.size[1] * geometry.size[2] },
    (_, at) => {
      const [i, j] = [at % si, Math.floor(at / si) % sj];
      return i > 5 && i < 10 && j > 5 && j < 10 ? 1 : 0;
    },
  );
  const mask = createMask({ geometry, data }, [{ value: 1, name: 'tumour' }]);
  await writeFile(join(folder, `${patient}.dicom.seg.nrrd`), formatSegNrrd([mask]));
}

/** The table with columns that variations name: the patient under another name, and whether HPV was tested. */
async function extendTable(directory: string): Promise<void> {
  const path = join(directory, 'clinical.csv');
  const [head = '', ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const columns = head.split(',');
  const place = (name: string): number => columns.indexOf(name);
  const kept = rows
    .map((row) => row.split(','))
    .filter((cells) => ['training', 'external', 'internal'].includes(cells[place('cohort')] ?? ''));
  const extended = kept.map((cells, at) => {
    cells[place('dcb')] = String(at % 2);
    return [...cells, cells[place('patient')], cells[place('hpv')] === '' ? 0 : 1].join(',');
  });
  const text = (lines: readonly string[]) => `${[`${head},pseudonym,hpv_known`, ...lines].join('\n')}\n`;
  await writeFile(path, text(extended));
  await writeFile(join(directory, 'other.csv'), text(extended.toReversed()));
}

/**
 * Writes the data of the study.
 *
 * @param directory Receives images/, masks/, clinical.csv, other.csv, truth.json and own.safetensors.
 */
export async function writeLeafData(directory: string): Promise<void> {
  await writeSmallData(directory);
  await extendTable(directory);
  for (const patient of await readdir(join(directory, 'images'))) {
    const images = join(directory, 'images', patient);
    const scan = parseNifti(await readFile(join(images, 'T1c.nii.gz')));
    const { geometry } = scan;
    const second = Float32Array.from(scan.data, (value) => Math.sqrt(Math.max(value, 0)));
    await writeFile(join(images, 'second.nii.gz'), formatNifti(createVolume(geometry, second)));
    await writeDicom(join(images, 'dicom'), patient, geometry);
    await writeMasks(join(directory, 'masks'), patient);
    const { volume } = await readVolume(join(images, 'dicom'), { select: '2' });
    await writeDicomMask(join(directory, 'masks'), patient, volume.geometry);
  }
  const spec = { depth: 18, classes: 1000, inputChannels: 3, stride: 'torchvision' } as const;
  const state = initialiseResNet(spec, (name) => random(4, 'pretrained', name));
  await writeFile(
    join(directory, 'own.safetensors'),
    formatWeights({
      state,
      spec,
      input: { channels: 'rgb', range: 1, mean: [0.5, 0.5, 0.5], deviation: [1, 1, 1] },
    }),
  );
}
