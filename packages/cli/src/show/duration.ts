/**
 * Spells durations the way a person reads them.
 */

/**
 * A duration in at most two units.
 *
 * @param seconds >= 0.
 * @example
 * formatDuration(95); // '1 min 35 s'
 */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
