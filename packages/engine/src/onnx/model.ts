/**
 * How an ONNX model is put into bytes: tensors, attributes, nodes, graphs and the model around them.
 *
 * Reads plain descriptions, gives protobuf messages. Knows the field numbers of onnx.proto; nothing of networks.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */

import type {
  ElementType,
  Initializer,
  NodeAttribute,
  OnnxGraph,
  OnnxNode,
  ValueSpec,
} from '../graph/nodes.ts';
import { type MessageWriter, messageWriter } from './protobuf.ts';

/** ONNX's number of each element type. */
export const ELEMENT_TYPES: Readonly<Record<ElementType, number>> = Object.freeze({
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
});

/** Version of the standard operator set that every emitted model declares. */
export const OPSET = 18;

/**
 * A whole model as bytes.
 *
 * @param graph The main graph; graphs inside Loop nodes are attributes of its nodes.
 */
export function formatModel(graph: OnnxGraph): Uint8Array {
  const model = messageWriter();
  model.integer(1, 9);
  model.text(2, 'mriscore');
  model.message(7, graphMessage(graph, 'main'));
  for (const [domain, version] of [['', OPSET] as const, ['com.microsoft', 1] as const]) {
    const operatorSet = messageWriter();
    operatorSet.text(1, domain);
    operatorSet.integer(2, version);
    model.message(8, operatorSet);
  }
  return model.finish();
}

/**
 * A graph as a message, for a model or for a Loop's body.
 *
 * @param graph What it holds.
 * @param name Its name; no meaning.
 */
function graphMessage(graph: OnnxGraph, name: string): MessageWriter {
  const message = messageWriter();
  for (const node of graph.nodes) message.message(1, nodeMessage(node));
  message.text(2, name);
  for (const initializer of graph.initializers) message.message(5, tensorMessage(initializer));
  for (const input of graph.inputs) message.message(11, valueMessage(input));
  for (const output of graph.outputs) message.message(12, valueMessage(output));
  return message;
}

function nodeMessage(node: OnnxNode): MessageWriter {
  const message = messageWriter();
  for (const input of node.inputs) message.text(1, input);
  for (const output of node.outputs) message.text(2, output);
  message.text(3, node.name);
  message.text(4, node.type);
  for (const [name, value] of Object.entries(node.attributes))
    message.message(5, attributeMessage(name, value));
  if (node.domain) message.text(7, node.domain);
  return message;
}

function attributeMessage(name: string, value: NodeAttribute): MessageWriter {
  const message = messageWriter();
  message.text(1, name);
  const kind = fillAttribute(message, value);
  message.integer(20, kind);
  return message;
}

/** Writes the value and gives ONNX's number of its kind. */
function fillAttribute(message: MessageWriter, value: NodeAttribute): number {
  if (typeof value === 'number') {
    message.integer(3, value);
    return 2;
  }
  if (typeof value === 'string') {
    message.text(4, value);
    return 3;
  }
  if (Array.isArray(value)) {
    for (const item of value as readonly number[]) message.integer(8, item);
    return 7;
  }
  const wrapped = value as Exclude<NodeAttribute, number | string | readonly number[]>;
  if ('float' in wrapped) {
    message.float(2, wrapped.float);
    return 1;
  }
  message.message(6, graphMessage(wrapped.graph, wrapped.graphName));
  return 5;
}

function tensorMessage(initializer: Initializer): MessageWriter {
  const message = messageWriter();
  for (const extent of initializer.dims) message.integer(1, extent);
  message.integer(2, ELEMENT_TYPES[initializer.type]);
  message.text(8, initializer.name);
  const { buffer, byteOffset, byteLength } = initializer.data;
  message.bytes(9, new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength));
  return message;
}

function valueMessage(value: ValueSpec): MessageWriter {
  const shape = messageWriter();
  for (const extent of value.dims) {
    const dimension = messageWriter();
    if (extent < 0) dimension.text(2, 'steps');
    else dimension.integer(1, extent);
    shape.message(1, dimension);
  }
  const tensor = messageWriter();
  tensor.integer(1, ELEMENT_TYPES[value.type]);
  tensor.message(2, shape);
  const type = messageWriter();
  type.message(1, tensor);
  const message = messageWriter();
  message.text(1, value.name);
  message.message(2, type);
  return message;
}
