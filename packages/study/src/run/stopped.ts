/**
 * Ends a run that was asked to stop, at a point where nothing is lost.
 */
import { StudyError } from '../errors.ts';

/**
 * Throws when the run was asked to stop.
 *
 * @throws StudyError `run/stopped`, which ends a program with exit code 75.
 */
export function throwIfStopped(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new StudyError('run/stopped', {
    found: 'The run was asked to stop.',
    needed: 'Nothing: finished units and the last checkpoint are kept.',
    remedy: 'Run the same command again to go on.',
  });
}
