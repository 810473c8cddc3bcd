/**
 * `radiomics`: first-order and shape features of every region of a mask, with every setting that a reader must know.
 *
 * Names are PyRadiomics', codes are those of the Image Biomarker Standardisation Initiative where it defines the
 * feature. Nothing is resampled, normalised or cut off before measuring.
 */
import {
  type FirstOrderFeatures,
  firstOrderFeatures,
  type GridRepair,
  type Label,
  type Mask,
  type MaskRegion,
  type ShapeFeatures,
  shapeFeatures,
} from '@mriscore/volume';
import { type GridSummary, summariseGrid, summariseRegions } from '../open/describe.ts';
import { checkOptions, type KnownOptions } from '../options.ts';
import { readMasks } from '../read/masks.ts';
import { placeMask } from '../read/place-mask.ts';
import { readVolume } from '../read/volume.ts';
import { naming, refuse } from '../refusal.ts';
import { featureRows, type MeasuredFeature } from './feature-names.ts';

/** How features are measured. */
export interface MeasureOptions {
  /** Value or name of the label to measure. Default: each label by itself. */
  readonly label?: string;
  /** Measure all labels as one region. Default false. */
  readonly together?: boolean;
  /** Width of a histogram bin, in the image's units. Default 25. */
  readonly binWidth?: number;
  /** Added to every intensity for energy and root mean square only. Default 0. */
  readonly voxelArrayShift?: number;
  /** Triangles of the surface: those of PyRadiomics' published baseline, or those of its later versions. Default 'baseline'. */
  readonly surface?: 'baseline' | 'closed';
  /** DICOM series of an RTSTRUCT or SEG mask. Default: the image when it is DICOM. */
  readonly reference?: string;
  /** What to do about a mask on another grid. Default: refuse. */
  readonly repair?: GridRepair;
  readonly select?: string;
  /** Told what is going on. */
  readonly onStep?: (text: string) => void;
}

const KNOWN: KnownOptions<MeasureOptions> = {
  label: null,
  together: false,
  binWidth: 25,
  voxelArrayShift: 0,
  surface: 'baseline',
  reference: null,
  repair: null,
  select: null,
  onStep: null,
};

/** The features of one region. */
export interface MeasuredRegion {
  /** Value of the label; null when all labels were measured together. */
  readonly label: number | null;
  readonly name: string;
  readonly voxels: number;
  readonly features: readonly MeasuredFeature[];
}

/** Features of every region and the settings they were measured with. */
export interface Measurement {
  readonly image: string;
  readonly mask: string;
  readonly grid: GridSummary;
  readonly regions: readonly MeasuredRegion[];
  /** Every setting by name, in the words of the IBSI reporting guideline. */
  readonly settings: Readonly<Record<string, string | number>>;
}

function settingsOf(
  grid: GridSummary,
  {
    binWidth,
    voxelArrayShift,
    surface,
    repair,
  }: { binWidth: number; voxelArrayShift: number; surface: string; repair: string | null },
): Measurement['settings'] {
  return {
    software: 'mriscore 0.1.0',
    'feature definitions': 'PyRadiomics 3 (first order, shape); IBSI codes where equal',
    'image filter': 'none (original)',
    'intensity normalisation': 'none',
    interpolation: 'none',
    'voxel spacing in mm': grid.spacingMm.join(' x '),
    're-segmentation': 'none',
    'outlier filtering': 'none',
    'intensity rounding': 'none',
    discretisation: 'fixed bin width, bins begin at multiples of the width',
    'bin width in units of the image': binWidth,
    'voxel array shift': voxelArrayShift,
    'mask repair': repair ?? 'none',
    'mesh of the surface': `marching cubes at 0.5 of the mask, triangles of PyRadiomics (${surface})`,
    percentiles: 'linear between order statistics',
    kurtosis: 'not the excess: IBSI IPH6 + 3',
    dimensionality: '3D',
  };
}

/** The regions that are measured: one for each label, one chosen label, or all together. */
function regionsOf(
  masks: readonly Mask[],
  options: MeasureOptions,
): readonly { mask: Mask; label: Label | null; region: MaskRegion }[] {
  if (options.together === true && masks.length === 1) return [{ mask: masks[0]!, label: null, region: {} }];
  const all = masks.flatMap((mask) =>
    mask.labels.map((label) => ({ mask, label, region: { labels: [label.value] } })),
  );
  const { label: asked } = options;
  const meant =
    asked === undefined
      ? all
      : all.filter(({ label }) => label.name === asked || String(label.value) === asked);
  if (meant.length > 0) return meant;
  return refuse(asked === undefined ? 'mask/empty' : 'mask/unknown-label', {
    found: asked === undefined ? 'the mask has no voxel above 0.' : `the mask has no label ${asked}.`,
    needed:
      asked === undefined
        ? 'At least one voxel is needed.'
        : `One of these is needed: ${all.map(({ label }) => `${label.value} (${label.name})`).join(', ') || 'none is there'}.`,
    remedy: asked === undefined ? 'Draw the mask.' : 'Choose another label.',
  });
}

/**
 * Measures the regions of a mask.
 *
 * @param image Scan in any format, DICOM folders too.
 * @param mask Mask in any format, on the grid of the image.
 * @throws ScanError `mask/other-grid`, `mask/empty`, `mask/unknown-label`, `radiomics/option`, `volume/non-finite`,
 *   and every code of the readers.
 * @example (await measureRegions('t1c.nii.gz', 'mask.nii.gz')).regions[0]!.voxels; // 4137
 */
export async function measureRegions(
  image: string,
  mask: string,
  options: MeasureOptions = {},
): Promise<Measurement> {
  checkOptions(options, KNOWN);
  const { select, reference, repair, binWidth = 25, voxelArrayShift = 0, surface = 'baseline' } = options;
  options.onStep?.(`reading ${image}`);
  const { volume, stack } = await readVolume(image, select === undefined ? {} : { select });
  const series = reference ?? (stack === undefined ? undefined : image);
  const { masks } = await readMasks(mask, series === undefined ? {} : { reference: series });
  const anyOrder = stack !== undefined;
  const placed = await naming(mask, () =>
    masks.map((one) => placeMask({ mask: one, image: volume.geometry, repair, anyOrder })),
  );
  const grid = summariseGrid(volume.geometry);
  const onGrid = placed.map((one) => one.mask);
  const regions = await naming(mask, () => regionsOf(onGrid, options));
  const measured: MeasuredRegion[] = [];
  for (const { mask: own, label, region } of regions) {
    options.onStep?.(`measuring ${label?.name ?? 'all labels'}`);
    const first: FirstOrderFeatures = await naming(image, () =>
      firstOrderFeatures(volume, own, { ...region, binWidth, voxelArrayShift }),
    );
    const shape: ShapeFeatures = await naming(mask, () => shapeFeatures(own, { ...region, surface }));
    const counted = summariseRegions([own]).filter(({ value }) => label === null || value === label.value);
    measured.push({
      label: label?.value ?? null,
      name: label?.name ?? 'all labels',
      voxels: counted.reduce((sum, { voxels }) => sum + voxels, 0),
      features: [...featureRows('firstorder', { ...first }), ...featureRows('shape', { ...shape })],
    });
  }
  const explanation = placed.find((one) => one.explanation !== null)?.explanation ?? null;
  return {
    image,
    mask,
    grid,
    regions: measured,
    settings: settingsOf(grid, { binWidth, voxelArrayShift, surface, repair: explanation }),
  };
}
