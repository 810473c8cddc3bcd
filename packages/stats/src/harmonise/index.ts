/** Harmonisation of features between scanners and centres. */
export { type CombatOptions, type CombatRows, combat, type Harmonised } from './combat.ts';
