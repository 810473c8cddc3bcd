/**
 * How features of different scanners and centres are brought together.
 *
 * Learns on training patients only. Knows no images.
 */
export { type CombatOptions, type CombatRows, combat, type Harmonised } from './combat.ts';
