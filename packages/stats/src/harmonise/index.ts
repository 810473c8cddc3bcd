/**
 * How features of different scanners and centres are brought together.
 *
 * Learns on training patients only. Knows no images.
 */

export type { Harmonised } from './apply.ts';
export type { CombatOptions } from './batches.ts';
export { combat } from './combat.ts';
export type { CombatRows } from './rows.ts';
