/**
 * The self-test of conversions as a table: each way, the voxels that differ, how far the grid moved.
 */
import type { ConversionProof } from '@mriscore/scans';
import { formatTable } from './table.ts';

/** The lines that end a self-test. */
export function formatProof({ passed, series }: ConversionProof): readonly string[] {
  const rows = series.flatMap(({ series: name, steps }) =>
    steps.map((step, n) => [
      n === 0 ? name : '',
      step.way,
      step.refused === null
        ? `${step.different} of ${step.voxels} voxels differ`
        : `refused: ${step.refused}`,
      `${step.movedMm.toFixed(6)} mm`,
      step.passed ? 'passed' : 'FAILED',
    ]),
  );
  const ways = rows.length;
  const failed = series.flatMap(({ steps }) => steps).filter((step) => !step.passed).length;
  return [
    ...formatTable([['series', 'way', 'voxels', 'grid moved', ''], ...rows]),
    '',
    passed ? `All ${ways} ways passed.` : `${failed} of ${ways} ways failed.`,
  ];
}
