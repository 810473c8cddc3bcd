/**
 * What can go wrong in the engine, as one error class with a closed list of codes.
 *
 * Reads nothing, gives the class and its codes. Knows nothing of studies, patients or files.
 */

/** The codes of this package's own, for programs that go through all of them. */
export const ENGINE_ERROR_CODES = [
  'graph/shape',
  'graph/name',
  'graph/no-gradient',
  'graph/lowering',
  'model/spec',
  'optimise/option',
  'onnx/malformed',
  'onnx/external-data',
  'onnx/foreign-domain',
  'onnx/oversized',
  'runtime/unavailable',
  'runtime/batch',
  'runtime/state',
  'runtime/closed',
  'runtime/failed',
  'runtime/disagrees',
  'checkpoint/truncated',
  'checkpoint/malformed',
  'checkpoint/damaged',
  'weights/missing',
  'weights/shape',
  'weights/malformed',
  'weights/unknown-name',
  'weights/pickle',
  'weights/format',
  'options/unknown-key',
  'conformance/folder',
] as const;

/** Every code the engine can raise, as `area/what`. */
export type EngineErrorCode = (typeof ENGINE_ERROR_CODES)[number];

/** The three sentences of a message: what was there, what should have been, what to do. */
interface Finding {
  readonly found: string;
  readonly needed: string;
  readonly remedy: string;
}

/**
 * An error the engine raises on purpose.
 *
 * @param code What kind of error, for programs.
 * @param finding Three whole sentences, for people.
 * @param details Values that help to look further; never patient data.
 * @example
 * throw new EngineError('graph/shape', { found: 'Found [2, 3].', needed: 'Needed two equal axes.', remedy: 'Reshape first.' });
 */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
  readonly finding: Finding;
  readonly details: Record<string, unknown> | undefined;
  constructor(code: EngineErrorCode, finding: Finding, details?: Record<string, unknown>) {
    super(`${finding.found} ${finding.needed} ${finding.remedy}`);
    this.name = 'EngineError';
    this.code = code;
    this.finding = finding;
    this.details = details;
  }
}

/**
 * Raises an EngineError unless a condition holds.
 *
 * @param condition What must be true.
 * @param code Code of the error otherwise.
 * @param finding Gives the three sentences; called only when the condition fails.
 * @throws EngineError with the given code.
 */
export function require(
  condition: boolean,
  code: EngineErrorCode,
  finding: () => Finding,
): asserts condition {
  if (!condition) throw new EngineError(code, finding());
}
