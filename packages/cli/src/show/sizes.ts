/**
 * A sample-size sheet as tables in a terminal.
 */
import type { SizeSheet } from '@mriscore/evaluation';
import { formatTable } from './table.ts';

function shareText(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function developmentLines({ development, options }: SizeSheet): readonly string[] {
  const rows = development.map(({ parameters, criteria, patients }) => {
    const of = (name: string): string =>
      String(criteria.find(({ criterion }) => criterion === name)?.patients ?? '-');
    return [String(parameters), of('shrinkage'), of('optimism'), of('overall risk'), String(patients)];
  });
  return [
    `Development of a model, Riley 2020 (prevalence ${shareText(options.prevalence[0] ?? 0)}, Nagelkerke R2 ${options.nagelkerke}, shrinkage ${options.shrinkage})`,
    ...formatTable([['parameters', 'shrinkage', 'optimism', 'overall risk', 'patients'], ...rows]),
  ];
}

function validationLines({ validation, options }: SizeSheet): readonly string[] {
  const { auc, aucWidth, observedExpectedUpper: upper, slopeWidth } = options;
  const head = [
    'prevalence',
    `AUC interval <= ${aucWidth}`,
    `O/E ${(1 / upper).toFixed(2)}-${upper.toFixed(2)}`,
    ...slopeWidth.map((width) => `slope interval ${width}`),
    'all of these',
  ];
  const rows = validation.map((row) => [
    shareText(row.prevalence),
    String(row.aucWidth),
    String(row.observedExpected),
    ...row.slope.map(({ patients }) => String(patients)),
    String(row.patients),
  ]);
  return [`External validation, Riley 2021 (AUC ${auc}): patients`, ...formatTable([head, ...rows])];
}

function precisionLines({ precision, options }: SizeSheet): readonly string[] {
  const head = ['AUC', ...options.patients.map((n) => `n = ${n}`), `n for +-${options.aucWidth / 2}`];
  const rows = precision.map(({ auc, halfWidths, patientsForWidth }) => [
    String(auc),
    ...halfWidths.map(({ halfWidth }) => `+-${halfWidth.toFixed(3)}`),
    String(patientsForWidth),
  ]);
  return [
    '95 % interval of an AUC, Hanley-McNeil, as many positive as negative',
    ...formatTable([head, ...rows]),
  ];
}

function aucTestLines({ aucTest, options }: SizeSheet): readonly string[] {
  const rows = aucTest.map(({ prevalence, positives, negatives }) => [
    shareText(prevalence),
    String(positives),
    String(negatives),
  ]);
  return [
    `AUC ${options.auc} against 0.5 (power ${shareText(options.power)}, two-sided alpha ${shareText(options.alpha)})`,
    ...formatTable([['prevalence', 'positive', 'negative'], ...rows]),
  ];
}

function eventsLines({ events, options }: SizeSheet): readonly string[] {
  const splits = options.groupShare.map(
    (share) => `${Math.round(share * 100)}:${Math.round((1 - share) * 100)}`,
  );
  const withPatients = options.eventShare !== null;
  const head = ['hazard ratio', ...splits.map((split) => `${split}${withPatients ? ' (patients)' : ''}`)];
  const rows = events.map(({ hazardRatio, groups }) => [
    String(hazardRatio),
    ...groups.map(({ events: needed, patients }) =>
      patients === null ? String(needed) : `${needed} (${patients})`,
    ),
  ]);
  const share = withPatients ? `, ${shareText(options.eventShare ?? 0)} of the patients with the event` : '';
  return [
    `Events of a log-rank test, Schoenfeld (power ${shareText(options.power)}, two-sided alpha ${shareText(options.alpha)}${share})`,
    ...formatTable([head, ...rows]),
  ];
}

/** The lines of the sheet. */
export function formatSizes(sheet: SizeSheet): readonly string[] {
  const { proportion, halfWidth, patients } = sheet.proportion;
  return [
    ...developmentLines(sheet),
    '',
    ...validationLines(sheet),
    '',
    ...precisionLines(sheet),
    '',
    ...aucTestLines(sheet),
    '',
    ...eventsLines(sheet),
    '',
    `A proportion of ${proportion} within +-${halfWidth} (95 %): ${patients} patients of the class it is counted in.`,
    '',
    'Patients who will be lost, scans that cannot be read and masks that are missing come on top.',
  ];
}
