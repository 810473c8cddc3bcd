/**
 * What a conversion did as lines of text: files, grids, recognised sequences, regions, and what was left.
 */
import type { Conversion, ConvertedFile, SeriesSummary } from '@mriscore/scans';
import { formatTable } from './table.ts';

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

function gridCells({ grid, voxelType }: ConvertedFile): readonly string[] {
  const spacing = grid.spacingMm.map((mm) => String(Number(mm.toFixed(3)))).join(' x ');
  return [grid.size.join(' x '), spacing, grid.axes, voxelType];
}

function yes(value: boolean | null): boolean {
  return value === true;
}

/** A sequence in a few words, such as `T1 contrast, fat-saturated, axial (0.86)`. */
export function sequenceText({ kind, modality, sequence }: SeriesSummary): string {
  if (modality !== 'MR') return [modality, ...(sequence.plane === null ? [] : [sequence.plane])].join(', ');
  const { role, weighting, enhanced, fatSuppressed, plane, confidence } = sequence;
  const name = role ?? (kind === 'localiser' ? 'localiser' : (weighting.value ?? 'not recognised'));
  const shown = role === null ? weighting.confidence : confidence;
  const words = [
    name,
    ...(role === null && yes(enhanced.value) ? ['contrast'] : []),
    ...(yes(fatSuppressed.value) ? ['fat-saturated'] : []),
    ...(plane === null ? [] : [plane]),
  ];
  return `${words.join(', ')}${shown > 0 ? ` (${shown.toFixed(2)})` : ''}`;
}

function imageRows({ written, series }: Conversion): readonly (readonly string[])[] {
  const byId = new Map(series.map((one) => [one.id, one]));
  const rows = written.map((file) => {
    const found = file.series === null ? undefined : byId.get(file.series);
    return [file.path, file.what, ...gridCells(file), ...(found === undefined ? [] : [sequenceText(found)])];
  });
  const head = ['file', 'series', 'voxels', 'mm', 'axes', 'type', 'recognised as'];
  return [head.slice(0, Math.max(...rows.map((row) => row.length))), ...rows];
}

function regionLines({ written }: Conversion): readonly string[] {
  return written.flatMap((file) => [
    `${file.path}: ${file.what}, ${file.grid.size.join(' x ')} voxels, ${file.grid.axes}`,
    ...formatTable([
      ['  label', 'name', 'voxels', 'ml'],
      ...file.regions.map(({ value, name, voxels, volumeMm3 }) => [
        `  ${value}`,
        name,
        String(voxels),
        (volumeMm3 / 1000).toFixed(3),
      ]),
    ]),
  ]);
}

const MOST_NAMED = 5;

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return names.length > MOST_NAMED ? `${shown}, ...` : shown;
}

function leftLines({ others, ignored }: Conversion): readonly string[] {
  const masks = others.filter(({ modality }) => modality === 'SEG' || modality === 'RTSTRUCT');
  const rest = others.filter((other) => !masks.includes(other));
  return [
    ...masks.map(
      ({ name, modality }) =>
        `Left: ${name} is a mask (${modality}); convert it by its own name, with --reference.`,
    ),
    ...(rest.length === 0
      ? []
      : [
          `Left: ${count(rest.length, 'DICOM file')} without images (${namesOf(rest.map(({ name, modality }) => `${name} ${modality}`.trim()))}).`,
        ]),
    ...(ignored.length === 0
      ? []
      : [
          `Left: ${count(ignored.length, 'file')} that ${ignored.length === 1 ? 'is' : 'are'} no DICOM (${namesOf(ignored)}).`,
        ]),
  ];
}

function noteLines({ written, notes }: Conversion): readonly string[] {
  const own = written.flatMap((file) => file.notes.map((note) => `Note on ${file.path}: ${note}`));
  return [...own, ...notes.map((note) => `Note: ${note}`)];
}

/** The lines that end a conversion. */
export function formatConversion(conversion: Conversion): readonly string[] {
  const { written } = conversion;
  const masks = written.every(({ kind }) => kind === 'mask');
  return [
    ...(masks ? regionLines(conversion) : formatTable(imageRows(conversion))),
    ...noteLines(conversion),
    ...leftLines(conversion),
  ];
}

function reasonsOf(
  name: string,
  guess: { readonly value: unknown; readonly confidence: number; readonly reasons: readonly string[] },
): string[] {
  const value =
    guess.value === null
      ? 'not known'
      : guess.value === true
        ? 'yes'
        : guess.value === false
          ? 'no'
          : String(guess.value);
  return [
    `  ${name}: ${value} (${guess.confidence.toFixed(2)})`,
    ...guess.reasons.map((reason) => `    ${reason}`),
  ];
}

const sequenceReasons = ({ sequence }: SeriesSummary): readonly string[] => [
  ...reasonsOf('weighting', sequence.weighting),
  ...reasonsOf('contrast agent', sequence.enhanced),
  ...reasonsOf('fat saturation', sequence.fatSuppressed),
];

/** Every series with what it was recognised as and why, for `--list` and `--reasons`. */
export function formatReasons(series: readonly SeriesSummary[]): readonly string[] {
  return series.flatMap((one) => [
    '',
    `${one.id} ${one.title}: ${sequenceText(one)}, ${count(one.slices, 'slice')}`,
    ...(one.modality === 'MR' ? sequenceReasons(one) : []),
    ...one.findings.map(({ code, sentence }) => `  ${code}: ${sentence}`),
  ]);
}
