/**
 * The protocol of a study: every choice a reviewer may ask about, in one file a person can read.
 *
 * This file is the single source of keys, meanings, ranges and defaults; the reader, the JSON Schema for editors and
 * the messages about unknown keys are made from it.
 */
import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const range = z.strictObject({
  atLeast: z.number().optional().describe('The column is a number and >= this.'),
  atMost: z.number().optional().describe('The column is a number and <= this.'),
  above: z.number().optional().describe('The column is a number and > this.'),
  below: z.number().optional().describe('The column is a number and < this.'),
});

/** A condition on one column: a value, a list of allowed values, or a numeric range. */
export const conditionSchema = z.union([scalar, z.array(scalar).min(1), range]);

/** Conditions on several columns; all have to hold. */
export const ruleSchema = z
  .record(z.string(), conditionSchema)
  .describe(
    'Column -> value, list of values, or {atLeast, atMost, above, below}. All conditions have to hold.',
  );

const sequence = z.strictObject({
  file: z
    .string()
    .describe(
      'Path of the image below the data folder: NIfTI, NRRD, MHA, or a DICOM folder or zip. {patient} stands for the patient.',
    ),
  recognise: z
    .enum(['T1', 'T2', 'T1 contrast'])
    .optional()
    .describe('In a DICOM folder of several series: take the one whose headers say that it is this.'),
  series: z
    .record(z.string(), z.string())
    .optional()
    .describe(
      'Patient -> series of the DICOM folder, by number, SeriesInstanceUID or part of the description; corrects what is recognised.',
    ),
  mayMiss: z
    .boolean()
    .default(false)
    .describe('true: a patient without this file stays in the study, and the fusion masks the sequence.'),
});

const mask = z.strictObject({
  file: z
    .string()
    .describe(
      'Path of the tumour mask below the data folder: NIfTI, NRRD, MHA, DICOM SEG or RTSTRUCT. {patient} stands for the patient.',
    ),
  drawnOn: z.string().describe('The sequence whose grid the mask was drawn on. A difference is an error.'),
  label: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('Only voxels of this value are tumour. Default: every voxel above 0.'),
  region: z
    .string()
    .optional()
    .describe('Name of the region to take from a SEG, RTSTRUCT or Slicer segmentation. Left out: all.'),
});

const target = z.strictObject({
  name: z.string().describe('What a positive patient has, as the report should print it.'),
  column: z.string().describe('Column of the table that holds the raw value. The raw value is kept.'),
  positive: conditionSchema.describe('When the raw value counts as positive, such as {atLeast: 20} or 2.'),
});

const exclusion = z.strictObject({
  reason: z.string().describe('Printed in the flow diagram.'),
  where: ruleSchema,
});

const cohort = z.strictObject({
  role: z
    .enum(['training', 'internal', 'external', 'immunotherapy'])
    .describe('training: fits models (a tuning part is split off). The others are only ever scored.'),
  where: ruleSchema,
});

const tuning = z.strictObject({
  fraction: z
    .number()
    .min(0.05)
    .max(0.5)
    .default(0.2)
    .describe('Part of the training cohort that fits no weights: it picks the epoch and the threshold.'),
});

const normalise = z.strictObject({
  method: z
    .enum(['z-score', 'percentile', 'nyul'])
    .default('z-score')
    .describe(
      'z-score: mean 0, SD 1 inside the region. percentile: 1st..99th percentile to 0..1. nyul: deciles onto a scale of 0..1 that is learnt, sequence by sequence, from the training part alone.',
    ),
  region: z.enum(['body', 'image']).default('body').describe('Voxels that give mean, SD or percentiles.'),
});

const crop = z.strictObject({
  sizePx: z
    .number()
    .int()
    .min(32)
    .max(512)
    .default(96)
    .describe('Edge of the square crop in pixels; a multiple of 32.'),
  marginMm: z.number().min(0).max(100).default(10).describe('Added on every side of the tumour box, in mm.'),
  slices: z
    .array(z.number().int().min(-64).max(64))
    .min(1)
    .max(15)
    .default([0, -1, 1])
    .describe('Slices of the 2.5-D set, as offsets from the slice with the largest tumour area.'),
});

const preprocessing = z.strictObject({
  biasCorrection: z
    .enum(['none', 'n4'])
    .optional()
    .describe(
      'n4: the brightness gradient of the coil is estimated in every scan and divided out. Left out: none.',
    ),
  register: z
    .enum(['none', 'rigid'])
    .optional()
    .describe(
      'rigid: every scan is moved onto the one that the mask was drawn on; a scan that then fits worse is refused. Left out: none.',
    ),
  normalise: normalise.prefault({}).describe('Puts the numbers of every scan on one scale.'),
  crop: crop.prefault({}).describe('What is cut out around the tumour.'),
});

const augment = z.strictObject({
  flip: z.boolean().default(true).describe('Mirror left to right with probability 0.5.'),
  rotateDegrees: z.number().min(0).max(180).default(10).describe('Rotate by up to this many degrees.'),
  scale: z.number().min(0).max(0.5).default(0.1).describe('Scale by up to this fraction.'),
  shift: z.number().min(0).max(0.5).default(0.05).describe('Shift by up to this fraction of the crop.'),
  intensity: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('Gain and offset vary by up to this much (in SD).'),
  elastic: z
    .number()
    .min(0)
    .max(0.2)
    .default(0)
    .describe('Bend by smooth shifts of this SD, as a fraction of the crop. 0: off.'),
  bias: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Brightness gradient, as of a coil: largest coefficient of its polynomial. 0: off.'),
  noise: z.number().min(0).max(1).default(0).describe('Add normal noise of up to this SD. 0: off.'),
});

const encoder = z.strictObject({
  network: z
    .enum(['resnet18', 'resnet34', 'resnet50', 'resnet101', 'resnet152'])
    .default('resnet101')
    .describe('One network a sequence.'),
  weights: z
    .string()
    .default('scratch')
    .describe(
      'scratch, a name that mriscore weights list gives, or the path of a safetensors file, relative to study.yaml.',
    ),
  batchNorm: z
    .enum(['training', 'frozen'])
    .default('training')
    .describe('Whether statistics follow the batches.'),
  frozenStages: z
    .literal(['none', 0, 1, 2, 3])
    .optional()
    .describe(
      'The stem and this many of the four stages keep the weights they start with; needs pretrained weights. Left out: none.',
    ),
  epochs: z.number().int().min(1).max(1000).default(10).describe('Passes over the training crops.'),
  batch: z.number().int().min(1).max(256).default(16).describe('Crops in memory at once.'),
  accumulate: z
    .number()
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe(
      'Batches whose mean gradient makes one step, for steps that memory does not hold. Left out: 1.',
    ),
  optimiser: z
    .enum(['sgd', 'adamw'])
    .default('sgd')
    .describe('sgd: with momentum. adamw: with decoupled weight decay.'),
  learningRate: z.number().positive().max(10).default(0.01).describe('Peak; warm-up, then cosine to 0.'),
  warmUp: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.1)
    .describe('Part of the steps in which the rate rises from 0.'),
  momentum: z.number().min(0).max(0.999).default(0.9).describe('For sgd.'),
  weightDecay: z.number().min(0).max(1).default(0.0001).describe('Pull of the weights towards 0 a step.'),
  augment: augment.prefault({}).describe('How crops are varied while training, replayed from the seed.'),
});

const fusion = z.strictObject({
  components: z
    .number()
    .int()
    .min(1)
    .max(512)
    .default(8)
    .describe(
      'Principal components of the features of each sequence that the fusion reads, fitted on the training part.',
    ),
  width: z.number().int().min(8).max(1024).default(64).describe('Length of a token; a multiple of heads.'),
  layers: z.number().int().min(1).max(12).default(1).describe('Layers of the transformer encoder.'),
  heads: z.number().int().min(1).max(16).default(4).describe('Heads of the attention.'),
  feedForward: z
    .number()
    .int()
    .min(8)
    .max(4096)
    .default(128)
    .describe('Width of the two-layer network that follows the attention.'),
  dropout: z.number().min(0).max(0.9).default(0.1).describe('Part of the activations that training drops.'),
  sequenceDropout: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.2)
    .describe('Chance that a sequence is hidden from the fusion in a training step; one always stays.'),
  epochs: z
    .number()
    .int()
    .min(1)
    .max(5000)
    .default(60)
    .describe('Passes over the training patients; the one with the lowest tuning loss is kept.'),
  batch: z.number().int().min(1).max(1024).default(32).describe('Patients a step.'),
  learningRate: z.number().positive().max(10).default(0.001).describe('At the start; then cosine to 0.'),
  weightDecay: z.number().min(0).max(1).default(0.05).describe('Pull of the weights towards 0 a step.'),
});

const threshold = z.strictObject({
  rule: z
    .union([
      z.enum(['youden', 'median']),
      z.strictObject({
        sensitivityAtLeast: z.number().gt(0).lte(1).describe('The highest cut-off with this sensitivity.'),
      }),
      z.strictObject({ fixed: z.number().describe('A cut-off known before the study.') }),
    ])
    .default('youden')
    .describe('Fitted on the tuning part of the training cohort, then locked for every cohort.'),
});

const endpoint = z.strictObject({
  name: z.string().describe('Such as PFS or OS.'),
  time: z.string().describe('Column with the time to the event or last contact, > 0.'),
  event: z.string().describe('Column with 1 where the event was seen, 0 where the patient was censored.'),
  unit: z.enum(['days', 'weeks', 'months', 'years']).default('months').describe('Unit of the time column.'),
});

const response = z.strictObject({
  name: z.string().describe('Such as durable clinical benefit.'),
  column: z.string().describe('Column with 1, 0, or empty where the patient cannot be evaluated.'),
  cohorts: z.array(z.string()).min(1).describe('Cohorts in which the response is analysed.'),
});

const seeds = z.strictObject({
  split: z.number().int().min(0).default(1).describe('Draws the tuning part.'),
  training: z.number().int().min(0).default(1).describe('Initial weights, order of patients, augmentation.'),
});

/** Every key of study.yaml. */
export const protocolSchema = z.strictObject({
  schema: z.literal('mriscore/protocol/1').describe('Which version of this file format is meant.'),
  title: z.string().min(1).describe('Title of the report.'),
  table: z.string().default('clinical.csv').describe('Table with one row a patient, in the data folder.'),
  patient: z.string().default('patient').describe('Column that names the patient.'),
  sequences: z
    .record(z.string().regex(/^[A-Za-z0-9_-]{1,32}$/), sequence)
    .describe('Name of each MRI sequence -> where its images are.'),
  mask: mask.describe('The tumour, drawn on one of the sequences.'),
  target: target.describe('What the score is trained to tell.'),
  cohorts: z
    .record(z.string().regex(/^[A-Za-z0-9_-]{1,32}$/), cohort)
    .describe('Name -> role and rule over the table.'),
  exclude: z
    .array(exclusion)
    .default([])
    .describe('Rows that leave the study, with the reason, in this order.'),
  tuning: tuning.prefault({}).describe('The part of the training cohort that is held back to tune on.'),
  preprocessing: preprocessing.prefault({}).describe('From scans to crops that can be compared.'),
  encoder: encoder.prefault({}).describe('The residual network of each sequence and its training.'),
  fusion: fusion.prefault({}).describe('The transformer over all sequences and its training.'),
  threshold: threshold.prefault({}).describe('Where the score is cut into high and low.'),
  endpoints: z.array(endpoint).default([]).describe('Times to events that the score is held against.'),
  response: response.optional().describe('Response to treatment that the score is held against.'),
  truth: z
    .string()
    .optional()
    .describe('Simulated studies only: the planted values, which the report compares with what was found.'),
  seeds: seeds.prefault({}).describe('Every random number follows from these.'),
});

/** A protocol as a person writes it: keys with defaults may be left out. */
export type ProtocolInput = z.input<typeof protocolSchema>;
/** A protocol with every default filled in. */
export type Protocol = z.output<typeof protocolSchema>;
/** A condition on one column of the table. */
export type Condition = z.output<typeof conditionSchema>;
/** Conditions on several columns, all of which have to hold. */
export type Rule = z.output<typeof ruleSchema>;
/** One time-to-event endpoint of a protocol. */
export type EndpointProtocol = Protocol['endpoints'][number];
