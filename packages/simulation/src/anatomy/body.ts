/**
 * How one patient is built: size, fat, muscle, airway, spine and lymph nodes, and the ellipses they are made of.
 *
 * Reads a source of randomness. x points to the patient's left, y to the back, height to the head; 0 is about the
 * hyoid bone. Knows nothing of voxels or of how shapes are laid over each other.
 */
import type { Random } from '@mriscore/stats';
import { LABEL, type TissueLabel } from './tissue.ts';

/** A filled ellipse in an axial slice. */
export interface Ellipse {
  readonly label: TissueLabel;
  readonly xMm: number;
  readonly yMm: number;
  readonly radiusXMm: number;
  readonly radiusYMm: number;
  /** Turn from x towards y, in radians. */
  readonly turnRad: number;
  /** Only what lies further to the front is filled. */
  readonly frontOfMm?: number;
}

/** How one patient is built. */
export interface Body {
  readonly scaleX: number;
  readonly scaleY: number;
  /** Thickness of the fat under the skin. */
  readonly fatMm: number;
  /** Size of the muscles relative to the average. */
  readonly muscle: number;
  /** Width of the airway relative to the average. */
  readonly airway: number;
  /** Where in the spine a disc lies at height 0, in mm. */
  readonly spineShiftMm: number;
  /** Phases of the contours' irregularities. */
  readonly phases: readonly number[];
  readonly nodes: readonly (Ellipse & { readonly heightMm: number })[];
}

/** Draws a patient's build. */
export function drawBody(source: Random): Body {
  const about = (mean: number, spread: number) => mean * Math.exp(spread * source.normal());
  const nodes = Array.from({ length: source.integer(4) }, () => {
    const side = source.uniform() < 0.5 ? -1 : 1;
    const radius = 3 + 2.5 * source.uniform();
    return {
      label: LABEL.node,
      xMm: side * (30 + 3 * source.normal()),
      yMm: 4 * source.normal(),
      radiusXMm: radius,
      radiusYMm: radius * 1.4,
      turnRad: source.uniform() * 3,
      heightMm: 40 * source.uniform() - 20,
    };
  });
  return {
    scaleX: about(0.98, 0.035),
    scaleY: about(0.98, 0.035),
    fatMm: about(3.6, 0.3),
    muscle: about(1, 0.06),
    airway: about(1, 0.12),
    spineShiftMm: 17 * source.uniform(),
    phases: Array.from({ length: 6 }, () => 2 * Math.PI * source.uniform()),
    nodes,
  };
}
