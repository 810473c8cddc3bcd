/**
 * The brightness gradient of receiver coils, estimated by N4 and divided out.
 *
 * Only names; nothing is done here.
 */
export { applyN4, biasField, type N4Options, type N4Plan, n4Correcting, planN4 } from './n4.ts';
export { findTissue } from './tissue.ts';
