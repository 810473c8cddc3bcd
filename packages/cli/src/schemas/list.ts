/**
 * Every kind of JSON and CSV that the product writes, by name: where it stands and what it holds.
 *
 * The one list that `mriscore schema` shows, that the schemas are made for, and that a test holds written files
 * against. Reads nothing.
 */

/** One kind of file, or of line on standard output. */
export interface WrittenKind {
  /** What `mriscore schema` calls it. */
  readonly name: string;
  /** Where it stands, for a person. */
  readonly where: string;
  /** What it holds, as a clause. */
  readonly holds: string;
  /** Paths of such files, relative to the study folder or to the folder of an analysis; left out for lines of --json. */
  readonly path?: RegExp;
}

/** JSON files, and lines of provenance.jsonl. */
export const JSON_FILES: readonly WrittenKind[] = [
  {
    name: 'series',
    where: '1-series/PATIENT.json',
    holds: 'what each image and the mask are',
    path: /^1-series\/(?!quality\.json)[^/]+\.json$/,
  },
  {
    name: 'quality',
    where: '1-series/quality.json',
    holds: 'quality of every scan, and copies',
    path: /^1-series\/quality\.json$/,
  },
  {
    name: 'cohort',
    where: '2-cohort/cohort.json',
    holds: 'members and the flow diagram',
    path: /^2-cohort\/cohort\.json$/,
  },
  {
    name: 'start',
    where: '4-encoders/SEQUENCE/start.json',
    holds: 'the weights a training started from',
    path: /^4-encoders\/[^/]+\/start\.json$/,
  },
  {
    name: 'fusion',
    where: '5-fusion/fusion.json',
    holds: 'scores and attention',
    path: /^5-fusion\/fusion\.json$/,
  },
  {
    name: 'evaluation',
    where: '6-scores/evaluation.json',
    holds: 'how good the scores are',
    path: /^6-scores\/evaluation\.json$/,
  },
  {
    name: 'survival',
    where: '7-survival/survival.json',
    holds: 'what the scores say of follow-up',
    path: /^7-survival\/survival\.json$/,
  },
  {
    name: 'report',
    where: '8-report/report.json',
    holds: 'every number of the page',
    path: /^8-report\/report\.json$/,
  },
  {
    name: 'receipt',
    where: 'ledger/KEY.json',
    holds: 'the proof of one unit of work',
    path: /^ledger\/[0-9a-f]{64}\.json$/,
  },
  {
    name: 'lock',
    where: 'ledger/lock.json',
    holds: 'which run works in the folder',
    path: /^ledger\/lock\.json$/,
  },
  {
    name: 'runtime',
    where: 'runtime.json',
    holds: 'what the networks are computed with, and why',
    path: /^runtime\.json$/,
  },
  {
    name: 'provenance',
    where: 'a line of provenance.jsonl',
    holds: 'one thing that was done',
    path: /^provenance\.jsonl$/,
  },
  { name: 'weights', where: 'NAME.json in the weights folder', holds: 'where weights came from' },
  {
    name: 'data-dictionary',
    where: 'clinical.dictionary.json',
    holds: 'what the columns of the reference cohort mean',
    path: /^clinical\.dictionary\.json$/,
  },
  {
    name: 'truth',
    where: 'truth.json',
    holds: 'what was planted in the reference cohort',
    path: /^truth\.json$/,
  },
  { name: 'analysis', where: 'analysis.json', holds: 'the numbers of an analysis', path: /^analysis\.json$/ },
  { name: 'registration', where: 'register --transform FILE.json', holds: 'the motion between two scans' },
  { name: 'n4', where: 'n4 --record FILE.json', holds: 'the spline of a brightness gradient' },
  { name: 'radiomics', where: 'radiomics --out FILE.json', holds: 'features and settings' },
];

/** Lines on standard output with --json. */
export const JSON_LINES: readonly WrittenKind[] = [
  { name: 'output-progress', where: 'demo, check and run --json', holds: 'what happens while a study runs' },
  {
    name: 'output-failed',
    where: 'every command, --json',
    holds: 'why a command ended with 1, 10, 20 or 75',
  },
  { name: 'output-run', where: 'demo and run --json, last line', holds: 'the main numbers of the report' },
  {
    name: 'output-check',
    where: 'check --json, last line',
    holds: 'who is in the study, and the quality of the scans',
  },
  { name: 'output-status', where: 'status --json', holds: 'how far each stage is' },
  { name: 'output-analyse', where: 'analyse --json', holds: 'the numbers of an analysis' },
  { name: 'output-convert', where: 'convert --json', holds: 'files written and refused' },
  { name: 'output-series', where: 'convert --list --json', holds: 'the series of a folder' },
  {
    name: 'output-self-test',
    where: 'convert --self-test --json',
    holds: 'each way of a conversion, proven',
  },
  { name: 'output-register', where: 'register --json', holds: 'the registration and how good it is' },
  { name: 'output-n4', where: 'n4 --json', holds: 'the correction and its settings' },
  { name: 'output-radiomics', where: 'radiomics --json', holds: 'features and settings' },
  { name: 'output-plan-size', where: 'plan-size --json', holds: 'the sheet of sample sizes' },
  { name: 'output-runtimes', where: 'runtimes --json', holds: 'what this machine can compute with' },
  { name: 'output-weights-list', where: 'weights list --json', holds: 'sources and what was fetched' },
  { name: 'output-weights-fetch', where: 'weights fetch --json', holds: 'what was fetched' },
  { name: 'output-weights-import', where: 'weights import --json', holds: 'what was imported' },
];
