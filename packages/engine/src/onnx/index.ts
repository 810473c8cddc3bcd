/**
 * What a foreign ONNX model holds. Runs in browsers too.
 */
export { type OnnxSummary, type ParsedNode, parseOnnx } from './parse.ts';
