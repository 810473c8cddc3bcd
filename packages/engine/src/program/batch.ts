/**
 * What goes into a step and what comes out of it: arrays by name.
 *
 * Only types. Knows nothing of what the names mean.
 */

/** Values of a step by input name; lengths follow the program's inputs, images are [batch, height, width, 3]. */
export type Batch = Readonly<Record<string, Float32Array>>;

/** Values a step gives, by output name. */
export type StepResult = Readonly<Record<string, Float32Array>>;
