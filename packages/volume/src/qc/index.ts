/**
 * How good an image is, and whether two are copies of each other.
 *
 * Only names; nothing is done here.
 */
export { type Fingerprint, fingerprint, likeness } from './fingerprint.ts';
export {
  assessImage,
  type Coverage,
  contrastUptake,
  coverageOf,
  type ImageQuality,
  type QualityFigure,
} from './image.ts';
