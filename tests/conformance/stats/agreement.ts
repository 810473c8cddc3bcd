/** Agreement fixtures: intraclass correlation, limits of agreement, kappa. */
import { blandAltman } from '../../../packages/stats/src/agreement/bland-altman.ts';
import { fleissKappa } from '../../../packages/stats/src/agreement/fleiss-kappa.ts';
import { type IccForm, icc } from '../../../packages/stats/src/agreement/icc.ts';
import { type Kappa, kappa } from '../../../packages/stats/src/agreement/kappa.ts';
import type { Estimate } from '../../../packages/stats/src/types.ts';
import type { Adapter } from './adapter.ts';
import { readColumn, readNames, readNumber, readRows } from './read.ts';

const FORMS: readonly IccForm[] = ['1,1', '2,1', '3,1', '1,k', '2,k', '3,k'];

const agreeIcc: Adapter = (input, params) => {
  const table = icc(readRows(input, 'ratings'), readNumber(params, 'conf_level', 0.95));
  const fields = FORMS.map((name) => {
    const form = table.forms[name];
    const key = `icc_${name.replace(',', '_')}`;
    const test = form.f === null ? {} : { F: form.f };
    const { value, lower, upper, df1, df2, p } = form;
    return [key, { icc: value, ...test, df1, df2, p, ci_lower: lower, ci_upper: upper }];
  });
  const again = (form: IccForm, defined: boolean) => {
    const { value, lower, upper } = table.forms[form];
    return { icc: value, ci_lower: defined ? lower : null, ci_upper: defined ? upper : null };
  };
  return {
    ...Object.fromEntries(fields),
    irr_icc_2_1: again('2,1', true),
    irr_icc_3_1: again('3,1', table.forms['3,1'].f !== null),
    sem_consistency: table.standardErrorOfMeasurement,
  };
};

function ends({ lower, upper }: Estimate) {
  return [lower, upper];
}

const agreeBlandAltman: Adapter = (input, params) => {
  const level = readNumber(params, 'conf_level', 0.95);
  const result = blandAltman(readColumn(input, 'x'), readColumn(input, 'y'), level);
  return {
    bias: result.bias.value,
    sd: result.standardDeviation,
    loa_lower: result.lowerLimit.value,
    loa_upper: result.upperLimit.value,
    bias_ci: ends(result.bias),
    loa_lower_ci: ends(result.lowerLimit),
    loa_upper_ci: ends(result.upperLimit),
    ccc_unbiased_cov: result.concordanceUnbiased,
    ccc_n_denominator: result.concordance,
    pearson: result.pearson,
    spearman: result.spearman,
    kendall_tau_b: result.kendallTauB,
  };
};

function kappaFields(result: Kappa) {
  return {
    kappa: result.value,
    z_null: result.z,
    p_null: result.p,
    se_fleiss: result.standardError,
    ci_lower: result.lower,
    ci_upper: result.upper,
  };
}

function isNumeric(values: unknown): boolean {
  return Array.isArray(values) && values.every((value) => typeof value === 'number' || value === null);
}

const agreeKappa: Adapter = (input, params) => {
  const read = (name: string) => (isNumeric(input[name]) ? readColumn(input, name) : readNames(input, name));
  const result = kappa(read('r1'), read('r2'), readNumber(params, 'conf_level', 0.95));
  return {
    n: result.n,
    agreement: result.agreement,
    unweighted: kappaFields(result.unweighted),
    linear: kappaFields(result.linear),
    quadratic: kappaFields(result.quadratic),
    table: result.table,
  };
};

const agreeFleiss: Adapter = (input) => {
  const { value, z, p } = fleissKappa(readRows(input, 'ratings'));
  return { kappa: value, z, p };
};

/** Adapters of the topic agreement. */
export const adapters: Record<string, Adapter> = {
  'agree.icc': agreeIcc,
  'agree.bland_altman': agreeBlandAltman,
  'agree.kappa': agreeKappa,
  'agree.fleiss_kappa': agreeFleiss,
};
