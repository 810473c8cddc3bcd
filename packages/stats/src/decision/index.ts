/** Whether a model helps to decide. */
export { type DecisionCurve, type DecisionCurveOptions, decisionCurve } from './decision-curve.ts';
