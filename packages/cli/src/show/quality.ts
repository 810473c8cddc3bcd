/**
 * The quality control of a study as lines for people: one a patient, then what is odd, then copies.
 */
import type { Copy, PatientQuality, QualityArtefact, ScanQuality } from '@mriscore/study';

/** Patients that are listed one by one; a larger study is listed where something is odd. */
const MOST_LISTED = 60;

const shown = (value: number | null | undefined, digits = 1): string =>
  value === null || value === undefined ? '-' : value.toFixed(digits);

/** The least or the most of a figure over the scans of a patient; null when no scan has it. */
function extreme(
  scans: readonly ScanQuality[],
  of: (scan: ScanQuality) => number | null,
  pick: (...values: number[]) => number,
): number | null {
  const values = scans.map(of).filter((value) => value !== null);
  return values.length === 0 ? null : pick(...values);
}

/** A line of the table: worst figures over the patient's scans. */
function cells({
  patient,
  cohort,
  split,
  tumourMm3,
  scans,
  contrastUptake,
  flags,
}: PatientQuality): string[] {
  const list = Object.values(scans);
  const coverage = list.find((scan) => scan.coverage !== null)?.coverage;
  return [
    patient,
    `${cohort}, ${split}`,
    [...new Set(list.map(({ orientation }) => orientation))].join(' '),
    shown(tumourMm3 / 1000),
    shown(coverage?.slices, 0),
    shown(extreme(list, (scan) => scan.signalToNoise.value, Math.min)),
    shown(extreme(list, (scan) => scan.ghostRatio.value, Math.max)),
    shown(extreme(list, (scan) => scan.shading.value, Math.max)),
    shown(contrastUptake?.value, 2),
    flags.length === 0 ? '' : String(flags.length),
  ];
}

const HEAD = [
  'patient',
  'part',
  'axes',
  'tumour ml',
  'slices',
  'SNR',
  'ghosts',
  'shading',
  'uptake',
  'flags',
];

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => (column < 3 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ')}`.trimEnd(),
  );
}

/** One pair of scans that are one image, and whether that is a leak. */
function formatCopy({ sequence, patients: [a, b], ...copy }: Copy): string {
  const alike = copy.exact ? 'have the same voxels' : `are alike (${copy.likeness.toFixed(4)})`;
  const leak = copy.acrossParts ? ', and they are in different parts of the study: a leak' : '';
  // One series may go under the names of two sequences.
  if (copy.sameSeries && !copy.exact)
    return `  ${sequence} of ${a} and a scan of ${b} are one DICOM series${leak}`;
  return `  ${sequence} of ${a} and ${b} ${alike}${leak}`;
}

/** Lines of the quality control, ending with where the whole of it lies. */
export function formatQuality({ patients, copies }: QualityArtefact): string[] {
  const odd = patients.filter(({ flags }) => flags.length > 0);
  const listed = patients.length <= MOST_LISTED ? patients : odd.slice(0, MOST_LISTED);
  const unlisted = patients.length - listed.length;
  return [
    '',
    'Quality (worst of the scans of a patient; ghosts and shading: 1 is none)',
    ...aligned([HEAD, ...listed.map(cells)]),
    ...(unlisted > 0 ? [`  ${unlisted} more patients are in 1-series/quality.json`] : []),
    '',
    odd.length === 0
      ? 'Nothing about the scans is odd.'
      : `Look at ${odd.length} of ${patients.length} patients:`,
    ...odd
      .slice(0, MOST_LISTED)
      .flatMap(({ patient, flags }) => flags.map((flag) => `  ${patient}, ${flag}`)),
    ...copies.map(formatCopy),
    'Everything is in 1-series/quality.json.',
  ];
}
