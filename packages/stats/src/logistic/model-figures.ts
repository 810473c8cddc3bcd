/**
 * What a logistic model says as a whole.
 *
 * Reads a design and its fit, gives likelihoods, information criteria and the tests of all covariates at once. Exists
 * also where the covariates separate the outcomes.
 */
import { chiSquaredSurvival } from '../distributions/chi-squared.ts';
import { choleskySolve } from '../linear/cholesky.ts';
import type { ChiSquareTest } from '../types.ts';
import type { StandardDesign } from './design.ts';
import { type IrlsFit, inverseLogit, irls, logitStep } from './irls.ts';
import type { Response } from './response.ts';

function test(statistic: number, degreesOfFreedom: number): ChiSquareTest {
  return { statistic, degreesOfFreedom, p: chiSquaredSurvival(statistic, degreesOfFreedom) };
}

/**
 * Rao's statistic of all covariates, as R's `anova(test = "Rao")`: residuals at the fit of the intercept alone, with the
 * working weights of the step before.
 */
function scoreTest(design: StandardDesign, response: Response): ChiSquareTest | null {
  const p = design.names.length;
  if (p === 1) return null;
  const ones = { rows: design.matrix.rows, columns: 1, values: new Float64Array(design.matrix.rows).fill(1) };
  const nullFit = irls({ design: ones, ...response }, { epsilon: 1e-8 });
  const gradient = new Float64Array(p);
  for (let i = 0; i < response.outcome.length; i++) {
    const mu = nullFit.fitted[i]!;
    const earlier = inverseLogit(nullFit.before[i]!);
    const ratio = (earlier * (1 - earlier)) / (mu * (1 - mu));
    const residual = ratio * response.weights[i]! * (response.outcome[i]! - mu);
    for (let j = 0; j < p; j++) gradient[j]! += design.matrix.values[i * p + j]! * residual;
  }
  const { information } = logitStep({ design: design.matrix, ...response }, nullFit.before);
  const solved = choleskySolve(information, gradient);
  const explained = gradient.reduce((sum, g, j) => sum + g * solved[j]!, 0);
  return test(explained - gradient[0]! ** 2 / information.diagonal[0]!, p - 1);
}

/** Figures of the whole model that exist with and without separation. */
export function modelFigures(design: StandardDesign, response: Response, fit: IrlsFit) {
  const n = response.weights.filter((w) => w > 0).length;
  const p = design.names.length;
  const ones = { rows: design.matrix.rows, columns: 1, values: new Float64Array(design.matrix.rows).fill(1) };
  const nullFit = irls({ design: ones, ...response });
  const logLikelihood = -fit.deviance / 2;
  return {
    n,
    events: response.outcome.reduce((sum, y, i) => sum + y * response.weights[i]!, 0),
    logLikelihood,
    nullDeviance: nullFit.deviance,
    deviance: fit.deviance,
    aic: 2 * p - 2 * logLikelihood,
    bic: p * Math.log(n) - 2 * logLikelihood,
    likelihoodRatio: p > 1 ? test(Math.max(0, nullFit.deviance - fit.deviance), p - 1) : null,
    score: scoreTest(design, response),
    fitted: fit.fitted,
    linearPredictor: fit.linearPredictor,
    converged: fit.converged,
  };
}
