/**
 * How long the survival statistics take on 100,000 patients, beside R where Rscript is found.
 *
 * Prints JSON: median and least seconds of each, R's on the same CSV in alternate rounds, the median of the paired
 * ratios, and the largest difference of the answers. Usage: npm run node -- bench/stats/survival.ts [n] [rounds]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concordance, coxRegression, kaplanMeier, logRank, proportionalHazards } from '@mriscore/stats';
import { cohort, writeCsv } from './survival-data.ts';

const [n = 100_000, rounds = 5] = process.argv.slice(2).map(Number);
const P = 10;

const R = `
suppressPackageStartupMessages(library(survival))
d <- read.csv(commandArgs(TRUE)[1]); x <- paste0("x", 1:${P}, collapse = "+")
tm <- function(f) { gc(FALSE); system.time(f())[[3]] }
f <- as.formula(paste("Surv(time, event) ~", x)); fit <- NULL
s <- c(coxEfron = tm(function() fit <<- coxph(f, d, ties = "efron")), coxBreslow = tm(function() coxph(f, d, ties = "breslow")),
  proportionalHazards = tm(function() cox.zph(fit)), kaplanMeier = tm(function() survfit(Surv(time, event) ~ 1, d)),
  logRank = tm(function() survdiff(Surv(time, event) ~ arm, d)), concordance = tm(function() concordance(Surv(time, event) ~ x10, d, reverse = TRUE)))
lr <- survdiff(Surv(time, event) ~ arm, d)$chisq; co <- concordance(Surv(time, event) ~ x10, d, reverse = TRUE)$concordance
cat(sprintf("%s=%.17g", c(names(s), "valueX1", "valueLogLik", "valueLogRank", "valueConcordance"), c(s, coef(fit)[[1]], fit$loglik[2], lr, co)), sep = "\\n")
`;

type Numbers = Record<string, number>;

function ours(): Numbers {
  const { followUp, columns, arm } = data;
  const covariates = columns.map((values, j) => ({ name: `x${j + 1}`, values }));
  const seconds: Numbers = {};
  const time = <T>(name: string, run: () => T): T => {
    const start = performance.now();
    const result = run();
    seconds[name] = (performance.now() - start) / 1000;
    return result;
  };
  const fit = time('coxEfron', () => coxRegression({ followUp, covariates }));
  time('coxBreslow', () => coxRegression({ followUp, covariates, ties: 'breslow' }));
  time('proportionalHazards', () => proportionalHazards(fit));
  time('kaplanMeier', () => kaplanMeier(followUp));
  const test = time('logRank', () => logRank(followUp, arm));
  const index = time('concordance', () => concordance(columns[P - 1]!, followUp));
  return {
    ...seconds,
    valueX1: fit.coefficients[0]!.logHazardRatio!,
    valueLogLik: fit.logLikelihood,
    valueLogRank: test.statistic!,
    valueConcordance: index.index.value!,
  };
}

function inR(csv: string): Numbers | null {
  const run = spawnSync('Rscript', ['-e', R, csv], { encoding: 'utf8' });
  if (run.error || run.status !== 0) return null;
  return Object.fromEntries(
    run.stdout
      .trim()
      .split('\n')
      .map((line) => line.split('='))
      .map(([k, v]) => [k, Number(v)]),
  );
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

const data = cohort(n, P);
const folder = mkdtempSync(join(tmpdir(), 'mriscore-bench-'));
const csv = join(folder, 'cohort.csv');
writeCsv(csv, data);
const mine: Numbers[] = [];
const reference: Numbers[] = [];
for (let round = 0; round < rounds; round++) {
  mine.push(ours());
  const other = inR(csv);
  if (other) reference.push(other);
}
rmSync(folder, { recursive: true });
const names = Object.keys(mine[0]!).filter((name) => !name.startsWith('value'));
const rows = names.map((name) => {
  const all = mine.map((run) => run[name]!);
  const others = reference.map((run) => run[name]!);
  const paired = others.map((other, round) => other / all[round]!);
  return {
    name,
    seconds: median(all),
    leastSeconds: Math.min(...all),
    firstCallSeconds: all[0]!,
    rSeconds: others.length > 0 ? median(others) : null,
    rLeastSeconds: others.length > 0 ? Math.min(...others) : null,
    timesFaster: paired.length > 0 ? median(paired) : null,
  };
});
const answers = Object.keys(mine[0]!).filter((name) => name.startsWith('value'));
const difference = reference[0]
  ? Math.max(...answers.map((name) => Math.abs(mine[0]![name]! / reference[0]![name]! - 1)))
  : null;
console.log(
  JSON.stringify(
    {
      schema: 'mriscore/bench/1',
      topic: 'stats/survival',
      n,
      p: P,
      rounds,
      rows,
      largestRelativeDifference: difference,
    },
    null,
    1,
  ),
);
