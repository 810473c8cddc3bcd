/**
 * The images and the drawn tumour of one planned patient.
 *
 * Reads a plan, gives volumes and a mask. The same plan gives the same voxels. Knows nothing of files.
 */

import { random } from '@mriscore/stats';
import type { Mask, Triple, Volume } from '@mriscore/volume';
import { drawBody } from './anatomy/body.ts';
import { LABEL } from './anatomy/tissue.ts';
import { drawTumour } from './anatomy/tumour.ts';
import { normalTable } from './fast-noise.ts';
import type { PatientPlan, SequenceName } from './plan/patient-plan.ts';
import { acquire, type Scan } from './scanner/acquire.ts';
import { type Anatomy, type LabelledGrid, labelGrid, type PlacedGrid } from './scanner/labelled-grid.ts';
import { CENTRES, type GridPlan } from './scanner/scanner.ts';

/** What the scanner and the reader leave behind. */
export interface SimulatedPatient {
  /** The sequences that were acquired. T1 and T1c share a grid; T2 has its own. */
  readonly volumes: Readonly<Partial<Record<SequenceName, Volume<Int16Array>>>>;
  /** The tumour (label 1), drawn on the grid of T1c, also where T1c itself is missing. */
  readonly mask: Mask;
}

/** The same field of view in other voxels. */
function regrid({ size, spacingMm }: GridPlan, wanted: Triple): GridPlan {
  const spacing = (axis: 0 | 1 | 2) => (size[axis] * spacingMm[axis]) / wanted[axis];
  return { size: wanted, spacingMm: [spacing(0), spacing(1), spacing(2)] };
}

/** Voxels of the T2 grid when the T1 grid has other voxels than the centre's own. */
function t2Size(plan: PatientPlan): Triple {
  const { t1Grid, t2Grid } = CENTRES[plan.centre];
  if (plan.sizeVoxel === null) return t2Grid.size;
  const scaled = (axis: 0 | 1 | 2) =>
    Math.max(4, Math.round((t2Grid.size[axis] * plan.sizeVoxel![axis]) / t1Grid.size[axis]));
  return [scaled(0), scaled(1), scaled(2)];
}

function draw(plan: PatientPlan, table: Float32Array): { anatomy: Anatomy; textureKey: number } {
  const source = random(plan.seed, 'reference-cohort/anatomy', plan.patient);
  const body = drawBody(source);
  const { subsite } = plan.clinical;
  const tumour = drawTumour(source, { subsite, imaging: plan.latents.imaging, table });
  const slabHeightMm = tumour.centreMm[2] + 2.5 * source.normal();
  const place = () => Math.round(200 * (source.uniform() - 0.5)) / 10;
  const isocentreLpsMm = [place(), place(), place()] as const;
  return { anatomy: { body, tumour, slabHeightMm, isocentreLpsMm }, textureKey: source.integer(2 ** 32) };
}

function maskOf({ geometry, labels }: LabelledGrid): Mask {
  const data = new Uint8Array(labels.length);
  for (let n = 0; n < data.length; n++) data[n] = labels[n] === LABEL.tumour ? 1 : 0;
  return { geometry, data, labels: [{ value: 1, name: 'tumour' }] };
}

/**
 * Simulates one patient's scans.
 *
 * @param plan From `planReferenceCohort`.
 * @returns Two or three volumes of 16-bit intensities and the tumour's mask.
 * @example
 * const [plan] = planReferenceCohort({ patients: 40, seed: 1 });
 * simulatePatient(plan).volumes.T1c; // 112 x 112 x 14 voxels of 1 x 1 x 4 mm
 */
export function simulatePatient(plan: PatientPlan): SimulatedPatient {
  const table = normalTable();
  const centre = CENTRES[plan.centre];
  const { anatomy, textureKey } = draw(plan, table);
  const shifts = random(plan.seed, 'reference-cohort/grid', plan.patient);
  const shift = () => Math.round(40 * (shifts.uniform() - 0.5)) / 10;
  const t1Plan = plan.sizeVoxel === null ? centre.t1Grid : regrid(centre.t1Grid, plan.sizeVoxel);
  const t1Grid: PlacedGrid = { ...t1Plan, shiftMm: [0, -1, 0] };
  const t2Grid: PlacedGrid = {
    ...regrid(centre.t2Grid, t2Size(plan)),
    shiftMm: [shift(), -1 + shift(), shift()],
  };
  const t1Labels = labelGrid(anatomy, t1Grid);
  const volumes: Partial<Record<SequenceName, Volume<Int16Array>>> = {};
  for (const sequence of ['T1', 'T2', 'T1c'] as const) {
    if (sequence === plan.missing) continue;
    const grid = sequence === 'T2' ? labelGrid(anatomy, t2Grid) : t1Labels;
    const scan: Scan = {
      centre,
      protocol: centre.scans[sequence],
      tumour: anatomy.tumour,
      textureKey,
      table,
    };
    const source = random(plan.seed, 'reference-cohort/scan', plan.patient, sequence);
    volumes[sequence] = { geometry: grid.geometry, data: acquire(grid, scan, source) };
  }
  return { volumes, mask: maskOf(t1Labels) };
}
