/**
 * The gate before print: no number leaves that another number contradicts.
 *
 * Reads a composed report, recomputes what can be recomputed, throws what does not fit together. Repairs nothing.
 */
import { StudyError, throwCollected } from '../../errors.ts';
import { countViolations } from './gate/counts.ts';
import { performanceViolations } from './gate/performance.ts';
import { survivalViolations } from './gate/survival.ts';
import type { Report } from './report.ts';

/** Every contradiction in a report, each as a whole sentence; none when all is well. */
export function findInconsistencies(report: Report): readonly string[] {
  return [...countViolations(report), ...performanceViolations(report), ...survivalViolations(report)];
}

/**
 * Lets a report pass, or says what contradicts what.
 *
 * @throws StudyError `report/inconsistent`, one for each contradiction; several at once as StudyErrors.
 */
export function checkConsistency(report: Report): void {
  const errors = findInconsistencies(report).map(
    (found) =>
      new StudyError('report/inconsistent', {
        found,
        needed: 'Every number of a report has to agree with the others.',
        remedy:
          'Run the study again from the stage that made the number; if it comes back, report it as a defect.',
      }),
  );
  throwCollected(errors);
}
