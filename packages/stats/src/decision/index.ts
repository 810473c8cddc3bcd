/**
 * Whether a model helps to decide.
 *
 * Reads probabilities and labels; gives net benefit and what a new model changes. Knows no price of a decision.
 */
export { type DecisionCurve, type DecisionCurveOptions, decisionCurve } from './decision-curve.ts';
export type { IntegratedDiscrimination } from './integrated-discrimination.ts';
export type { NetReclassification } from './net-reclassification.ts';
export { type Reclassification, type ReclassificationOptions, reclassification } from './reclassification.ts';
