/**
 * What features are called: PyRadiomics' name, the code of the Image Biomarker Standardisation Initiative, the unit.
 *
 * A code stands only where the definition is the same (kurtosis differs by 3, as the settings say).
 *
 * @see Zwanenburg et al., Radiology 295 (2020) 328-338; https://ibsi.readthedocs.io
 */

/** One feature of one region. */
export interface MeasuredFeature {
  /** Such as `original_firstorder_Mean`. */
  readonly name: string;
  /** IBSI code such as Q4LE; null where IBSI defines no such feature. */
  readonly ibsi: string | null;
  readonly unit: string;
  /** Null where it is not defined, such as the skewness of equal values. */
  readonly value: number | null;
}

type Row = readonly [ibsi: string | null, unit: string];

const I = 'image units';

const ROWS: Readonly<Record<string, Row>> = {
  Energy: ['N8CA', `${I} squared`],
  TotalEnergy: [null, `${I} squared x mm3`],
  Entropy: ['TLU2', 'bit'],
  Minimum: ['1GSF', I],
  '10Percentile': ['QG58', I],
  '90Percentile': ['8DWT', I],
  Maximum: ['84IY', I],
  Mean: ['Q4LE', I],
  Median: ['Y12H', I],
  InterquartileRange: ['SALO', I],
  Range: ['2OJQ', I],
  MeanAbsoluteDeviation: ['4FUA', I],
  RobustMeanAbsoluteDeviation: ['1128', I],
  RootMeanSquared: ['5ZWQ', I],
  Skewness: ['KE2A', ''],
  Kurtosis: ['IPH6', ''],
  Variance: ['ECT3', `${I} squared`],
  Uniformity: ['BJ5W', ''],
  MeshVolume: ['RNU0', 'mm3'],
  VoxelVolume: ['YEKZ', 'mm3'],
  SurfaceArea: ['C0JK', 'mm2'],
  SurfaceVolumeRatio: ['2PR5', '1/mm'],
  Sphericity: ['QCFX', ''],
  Maximum3DDiameter: ['L0JK', 'mm'],
  Maximum2DDiameterSlice: [null, 'mm'],
  Maximum2DDiameterColumn: [null, 'mm'],
  Maximum2DDiameterRow: [null, 'mm'],
  MajorAxisLength: ['TDIC', 'mm'],
  MinorAxisLength: ['P9VJ', 'mm'],
  LeastAxisLength: ['7J51', 'mm'],
  Elongation: ['Q3CK', ''],
  Flatness: ['N17B', ''],
};

/**
 * Features of one class with their names, codes and units, in the order they were measured.
 *
 * @param family PyRadiomics' class, such as `firstorder`.
 */
export function featureRows(
  family: string,
  features: Readonly<Record<string, number | null>>,
): MeasuredFeature[] {
  return Object.entries(features).map(([name, value]) => {
    const [ibsi, unit] = ROWS[name] ?? [null, ''];
    return { name: `original_${family}_${name}`, ibsi, unit, value };
  });
}
