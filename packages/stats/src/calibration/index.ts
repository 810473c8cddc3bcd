/**
 * Whether probabilities mean what they say, and how to make them so.
 *
 * Reads probabilities and labels; gives figures and curves, and scalings that learn on training rows only.
 */
export { type BinnedCalibration, type BinOptions, type CalibrationBin, calibrationBins } from './bins.ts';
export { type Calibration, type CalibrationOptions, calibration } from './calibration.ts';
export { type CalibrationCurve, type CurvePoint, calibrationCurve } from './curve.ts';
export { type CurveDistance, curveDistance } from './distance.ts';
export { type HosmerLemeshow, hosmerLemeshow } from './hosmer-lemeshow.ts';
export { fitIsotonic, type IsotonicCurve, isotonicCalibration } from './isotonic.ts';
export { type Loess, type LoessOptions, loess } from './loess.ts';
export { type LowessOptions, lowess } from './lowess.ts';
export { fitPlatt, type LogisticCurve, type PlattOptions, plattScaling } from './platt.ts';
export type { RecalibrationRows } from './recalibration-rows.ts';
export type { CalibrationCurveOptions } from './smooth.ts';
export { fitTemperature, temperatureScaling } from './temperature.ts';
