/** Whether a model helps to decide. */
export { type DecisionCurve, type DecisionCurveOptions, decisionCurve } from './decision-curve.ts';
export {
  type IntegratedDiscrimination,
  type NetReclassification,
  type Reclassification,
  type ReclassificationOptions,
  reclassification,
} from './reclassification.ts';
