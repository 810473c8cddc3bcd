/**
 * Every kind of CSV file that the product writes: its columns, their types and what they mean.
 *
 * A header stands in the first row; an empty cell is "not known". Gives the JSON Schema of one row, with numbers as
 * numbers and an empty cell as null. Reads nothing.
 */
import type { WrittenKind } from './list.ts';

/** `flag` is 0 or 1. A type with a question mark may be empty. */
type ColumnType = 'text' | 'number' | 'integer' | 'flag' | 'text?' | 'number?' | 'integer?' | 'flag?';

/** A kind of table. */
export interface TableKind extends WrittenKind {
  /** Name -> type and meaning, in the order of the file. */
  readonly columns: Readonly<Record<string, readonly [type: ColumnType, means: string]>>;
  /** Columns that follow: the pattern of their names, null for any. */
  readonly more?: readonly [pattern: string | null, type: ColumnType, means: string];
}

const PATIENT = { patient: ['text', 'Name of the patient.'] } as const;
const SCORE = {
  logit: ['number', 'Log odds of a positive target.'],
  score: ['number', 'Probability of a positive target, in (0, 1).'],
} as const;
const PROBABILITY = {
  logit: SCORE.logit,
  probability: SCORE.score,
} as const;
const SET = { set: ['text', 'Set of patients, such as external.'] } as const;
const INTERVAL = {
  lower: ['number?', 'Lower end of the interval.'],
  upper: ['number?', 'Upper end.'],
} as const;
const TARGET = {
  target_raw: ['text', 'Cell of the target column, as it stood in the table.'],
  target: ['flag', '1 positive, 0 negative.'],
} as const;
const SPLIT = {
  cohort: ['text', 'Cohort of the protocol.'],
  split: ['text', 'training, tuning or test.'],
} as const;

const STUDY_TABLES: readonly TableKind[] = [
  {
    name: 'cohort-table',
    where: '2-cohort/cohort.csv',
    holds: 'the members, one row a patient',
    path: /^2-cohort\/cohort\.csv$/,
    columns: {
      ...PATIENT,
      ...SPLIT,
      ...TARGET,
      sequences: ['text', 'Sequences that the patient has, with blanks between.'],
      tumour_mm3: ['number', 'Volume of the tumour, mm3.'],
      response: ['flag?', '1 responded, 0 did not, empty where it cannot be evaluated.'],
    },
    more: [
      '_(months|event)$',
      'number?',
      'Of an endpoint: months to the event or last contact; 1 where it was seen.',
    ],
  },
  {
    name: 'encoder-scores',
    where: '4-encoders/SEQUENCE/scores.csv',
    holds: 'what one sequence alone says',
    path: /^4-encoders\/[^/]+\/scores\.csv$/,
    columns: { ...PATIENT, ...PROBABILITY },
  },
  {
    name: 'encoder-log',
    where: '4-encoders/SEQUENCE/log.csv',
    holds: 'the loss of each epoch',
    path: /^4-encoders\/[^/]+\/log\.csv$/,
    columns: {
      epoch: ['integer', 'From 1.'],
      training_loss: ['number', 'Mean, nats a crop.'],
    },
  },
  {
    name: 'fusion-scores',
    where: '5-fusion/scores.csv',
    holds: 'the scores',
    path: /^5-fusion\/scores\.csv$/,
    columns: { ...PATIENT, ...PROBABILITY },
  },
  {
    name: 'fusion-log',
    where: '5-fusion/log.csv',
    holds: 'the losses of each epoch',
    path: /^5-fusion\/log\.csv$/,
    columns: {
      epoch: ['integer', 'From 1.'],
      training_loss: ['number', 'Mean, nats a patient.'],
      tuning_loss: ['number', 'Of the tuning part.'],
    },
  },
  {
    name: 'scores',
    where: '6-scores/scores.csv',
    holds: 'the scores with target and call',
    path: /^6-scores\/scores\.csv$/,
    columns: {
      ...PATIENT,
      ...SPLIT,
      fold: ['integer', 'From 0.'],
      seed: ['integer', 'seeds.training of the protocol.'],
      ...TARGET,
      ...SCORE,
      call: ['flag', '1 where score >= cut-off.'],
      unit: ['text', 'Key of the unit of work that made the row.'],
    },
  },
];

function points(kind: string, holds: string, columns: TableKind['columns']): TableKind {
  const where = `points/*.csv with these columns (${kind})`;
  return { name: `points-${kind}`, where, holds, path: /^(8-report\/)?points\/[^/]+\.csv$/, columns };
}

/** The points that figures draw. Files of one kind have one header; their names are those of the figures. */
const POINTS: readonly TableKind[] = [
  points('roc', 'ROC curves', {
    ...SET,
    false_positive_rate: ['number', '1 - specificity.'],
    sensitivity: ['number', 'Part of the positives that are called.'],
  }),
  points('precision-recall', 'precision over recall', {
    ...SET,
    recall: ['number', 'Sensitivity.'],
    precision: ['number', 'Part of the calls that are right.'],
  }),
  points('kaplan-meier', 'Kaplan-Meier curves', {
    group: ['text', 'high, low or all.'],
    months: ['number', 'Time of an event or censoring.'],
    survival: ['number', 'Part without the event.'],
    ...INTERVAL,
    censored: ['integer', 'Patients censored at that time.'],
  }),
  points('at-risk', 'patients at risk', {
    group: ['text', 'high, low or all.'],
    months: ['number', 'Time.'],
    at_risk: ['integer', 'Patients still followed.'],
  }),
  points('calibration', 'calibration curves', {
    predicted: ['number', 'Predicted probability.'],
    observed: ['number', 'Smoothed part of positives.'],
    ...INTERVAL,
  }),
  points('risks', 'histograms of predicted probabilities', {
    from: ['number', 'Lower edge.'],
    to: ['number', 'Upper edge.'],
    positives: ['integer', 'Positive patients.'],
    negatives: ['integer', 'Negative patients.'],
  }),
  points('forest', 'hazard ratios', {
    ...SET,
    endpoint: ['text', 'Such as PFS.'],
    n: ['integer', 'Patients.'],
    events: ['integer', 'Patients with the event.'],
    hazard_ratio: ['number?', 'Below 1: the event comes later.'],
    ...INTERVAL,
    p: ['number?', 'P value.'],
  }),
  points('decision', 'decision curves', {
    threshold: ['number', 'Threshold probability.'],
    model: ['number', 'Net benefit of the score.'],
    treat_all: ['number', 'Net benefit of treating everybody.'],
    treat_none: ['number', 'Net benefit of treating nobody: 0.'],
  }),
  points('attention', 'attention on each sequence', {
    ...SET,
    sequence: ['text', 'Name of the sequence.'],
    patients: ['integer', 'Patients who have it.'],
    median: ['number?', 'Share of the attention.'],
    lower_quartile: ['number?', 'Of the share.'],
    upper_quartile: ['number?', 'Of the share.'],
  }),
  points('training', 'losses over epochs', {
    line: ['text', 'Name of the curve.'],
    epoch: ['integer', 'From 1.'],
    loss: ['number', 'Mean loss.'],
  }),
  points('flow', 'the flow diagram', {
    step: ['text', 'Rows, left or cohort.'],
    name: ['text', 'Reason or cohort.'],
    patients: ['integer', 'How many.'],
  }),
];

/** Every kind of table. */
export const TABLES: readonly TableKind[] = [
  ...STUDY_TABLES,
  ...POINTS,
  {
    name: 'radiomics-table',
    where: 'radiomics --csv, and --out FILE.csv',
    holds: 'features, one row a region',
    columns: {
      image: ['text', 'The scan.'],
      mask: ['text', 'The mask.'],
      label: ['text', 'Value of the label, or all.'],
      name: ['text', 'Name of the region.'],
      voxels: ['integer', 'Voxels of the region.'],
    },
    more: [null, 'number?', "A feature by PyRadiomics' name, in the unit that the JSON form gives."],
  },
];

function schemaOfCell([type, means]: readonly [ColumnType, string]): object {
  const plain = type.replace('?', '');
  const base = plain === 'flag' ? { enum: [0, 1] } : { type: plain === 'text' ? 'string' : plain };
  return type.endsWith('?')
    ? { anyOf: [base, { type: 'null' }], description: means }
    : { ...base, description: means };
}

function schemaOfMore(more: TableKind['more']): object {
  if (more === undefined) return { additionalProperties: false };
  const [pattern, type, means] = more;
  const cell = schemaOfCell([type, means]);
  return pattern === null
    ? { additionalProperties: cell }
    : { patternProperties: { [pattern]: cell }, additionalProperties: false };
}

/**
 * The JSON Schema of one row of a table.
 *
 * @example
 * rowSchema(TABLES[0]).properties.patient; // { type: 'string', description: 'Name of the patient.' }
 */
export function rowSchema({
  name,
  where,
  holds,
  columns,
  more,
}: TableKind): Readonly<Record<string, unknown>> {
  const properties = Object.fromEntries(
    Object.entries(columns).map(([column, about]) => [column, schemaOfCell(about)]),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `mriscore ${name}`,
    description: `A row of ${where}: ${holds}. Numbers as numbers, an empty cell as null.`,
    type: 'object',
    properties,
    required: Object.keys(columns),
    ...schemaOfMore(more),
  };
}
