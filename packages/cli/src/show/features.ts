/**
 * Radiomics features as a table for a terminal, or as CSV with one row for each region.
 */
import type { Measurement } from '@mriscore/scans';
import { formatTable } from './table.ts';

const shown = (value: number | null): string => {
  if (value === null) return '-';
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? String(value)
    : String(Number(value.toPrecision(8)));
};

/** The settings, one a line. */
export function formatSettings({ settings }: Measurement): readonly string[] {
  return formatTable(Object.entries(settings).map(([name, value]) => [`  ${name}`, String(value)]));
}

/** Features below each other, regions beside each other. */
export function formatFeatures(measured: Measurement): readonly string[] {
  const { regions } = measured;
  const names = regions[0]?.features ?? [];
  return formatTable([
    ['feature', 'IBSI', 'unit', ...regions.map(({ name }) => name)],
    ['voxels', '', '', ...regions.map(({ voxels }) => String(voxels))],
    ...names.map(({ name, ibsi, unit }, n) => [
      name,
      ibsi ?? '',
      unit,
      ...regions.map(({ features }) => shown(features[n]?.value ?? null)),
    ]),
  ]);
}

/** A cell that no spreadsheet takes for a formula or splits. */
function cell(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value ?? '') ? `'${value}` : (value ?? '');
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Head and one row for each region; every digit is kept. */
export function featuresCsv({ image, mask, regions }: Measurement): readonly string[] {
  const names = regions[0]?.features.map(({ name }) => name) ?? [];
  return [
    ['image', 'mask', 'label', 'name', 'voxels', ...names],
    ...regions.map(({ label, name, voxels, features }) => [
      image,
      mask,
      label ?? 'all',
      name,
      voxels,
      ...features.map(({ value }) => value),
    ]),
  ].map((row) => row.map(cell).join(','));
}
