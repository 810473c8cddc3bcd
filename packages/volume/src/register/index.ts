/**
 * One scan onto another by a rigid motion, and the motion in ITK's text form.
 *
 * Only names; nothing is done here.
 */
export { formatItkAffine, formatItkRigid, parseItkTransform } from './itk-text.ts';
export { planRegistration, type RegisterOptions, type RegisterPlan } from './register.ts';
export { type RigidMotion, rigidAffine } from './rigid.ts';
