/**
 * Residual networks as other programs export them to ONNX: only what a reader of weights looks at.
 */

import { type MessageWriter, messageWriter } from '../onnx/protobuf.ts';
import type { State, StateTensor } from '../program/state.ts';

/** How the exporter works. */
export interface Exporter {
  /** Blocks of the four stages. */
  readonly blocks: readonly number[];
  readonly bottlenecks: boolean;
  readonly stride?: 'torchvision' | 'keras';
  /** Whether initialisers keep their names. */
  readonly names: boolean;
  /** Whether normalisations are folded into the convolutions. */
  readonly folded?: boolean;
  /** Where the projection of a block stands. */
  readonly projection?: 'first' | 'last';
  /** Epsilon of the normalisations. */
  readonly epsilon?: number;
  /** Bias of every convolution in front of its normalisation. */
  readonly bias?: number;
  /** How the last layer is written. */
  readonly last?: 'Gemm' | 'MatMul';
  /** Tensor data as bytes or as a list of floats. */
  readonly data?: 'raw' | 'floats';
}

interface Graph {
  readonly message: MessageWriter;
  readonly exporter: Exporter;
  readonly state: State;
  serial: number;
}

function initialiser(graph: Graph, name: string, { shape, data }: StateTensor): string {
  const own = graph.exporter.names ? name : `onnx::Tensor_${graph.serial++}`;
  const tensor = messageWriter();
  for (const extent of shape) tensor.integer(1, extent);
  tensor.integer(2, 1);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  tensor.bytes(graph.exporter.data === 'floats' ? 4 : 9, bytes);
  tensor.text(8, own);
  graph.message.message(5, tensor);
  return own;
}

function node(
  graph: Graph,
  operator: string,
  {
    inputs,
    attributes = {},
  }: { inputs: readonly string[]; attributes?: Record<string, readonly number[] | number> },
): string {
  const message = messageWriter();
  const output = `/${operator}_${graph.serial++}`;
  for (const input of inputs) message.text(1, input);
  message.text(2, output);
  message.text(4, operator);
  for (const [name, value] of Object.entries(attributes)) {
    const attribute = messageWriter();
    attribute.text(1, name);
    if (typeof value !== 'number') for (const one of value) attribute.integer(8, one);
    else if (Number.isInteger(value)) attribute.integer(3, value);
    else attribute.float(2, value);
    message.message(5, attribute);
  }
  graph.message.message(1, message);
  return output;
}

function convolution(
  graph: Graph,
  image: string,
  { names, stride }: { names: readonly [string, string]; stride: number },
): string {
  const { epsilon = 1e-5, bias = 0, folded = false } = graph.exporter;
  const get = (name: string): StateTensor => graph.state.get(name)!;
  const [conv, norm] = names;
  const weight = get(`${conv}.weight`);
  const [scale, shift, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((part) =>
    get(`${norm}.${part}`),
  );
  const channels = weight.shape[0]!;
  const attributes = { strides: [stride, stride], kernel_shape: weight.shape.slice(2) };
  const vector = (value: (o: number) => number): StateTensor => ({
    shape: [channels],
    data: Float32Array.from({ length: channels }, (_, o) => value(o)),
  });
  if (folded) {
    const factor = (o: number): number => scale!.data[o]! / Math.sqrt(variance!.data[o]! + epsilon);
    const each = weight.data.length / channels;
    const filters = {
      shape: weight.shape,
      data: weight.data.map((value, at) => value * factor(Math.floor(at / each))),
    };
    const inputs = [
      image,
      initialiser(graph, `${conv}.weight`, filters),
      initialiser(
        graph,
        `${conv}.bias`,
        vector((o) => shift!.data[o]! - mean!.data[o]! * factor(o)),
      ),
    ];
    return node(graph, 'Conv', { inputs, attributes });
  }
  const biased =
    bias === 0
      ? []
      : [
          initialiser(
            graph,
            `${conv}.bias`,
            vector(() => bias),
          ),
        ];
  const rows = node(graph, 'Conv', {
    inputs: [image, initialiser(graph, `${conv}.weight`, weight), ...biased],
    attributes,
  });
  const parts = [scale!, shift!, mean!, variance!].map((tensor, index) =>
    initialiser(graph, `${norm}.${['weight', 'bias', 'running_mean', 'running_var'][index]}`, tensor),
  );
  return node(graph, 'BatchNormalization', { inputs: [rows, ...parts], attributes: { epsilon } });
}

function block(graph: Graph, image: string, { name, stride }: { name: string; stride: number }): string {
  const { bottlenecks, projection = 'last' } = graph.exporter;
  const project = (): string | undefined =>
    graph.state.has(`${name}.downsample.0.weight`)
      ? convolution(graph, image, { names: [`${name}.downsample.0`, `${name}.downsample.1`], stride })
      : undefined;
  const early = projection === 'first' ? project() : undefined;
  const halves = bottlenecks && graph.exporter.stride !== 'keras' ? 2 : 1;
  let main = image;
  for (let part = 1; part <= (bottlenecks ? 3 : 2); part++) {
    const names = [`${name}.conv${part}`, `${name}.bn${part}`] as const;
    main = convolution(graph, main, { names, stride: part === halves ? stride : 1 });
    main = node(graph, 'Relu', { inputs: [main] });
  }
  const shortcut = early ?? (projection === 'last' ? project() : undefined) ?? image;
  return node(graph, 'Relu', { inputs: [node(graph, 'Add', { inputs: [main, shortcut] })] });
}

function lastLayer(graph: Graph, features: string): void {
  const [weight, bias] = [graph.state.get('fc.weight')!, graph.state.get('fc.bias')!];
  if (graph.exporter.last !== 'MatMul') {
    const inputs = [features, initialiser(graph, 'fc.weight', weight), initialiser(graph, 'fc.bias', bias)];
    node(graph, 'Gemm', { inputs, attributes: { transB: 1 } });
    return;
  }
  const [rows, columns] = weight.shape as [number, number];
  const data = Float32Array.from(
    { length: rows * columns },
    (_, at) => weight.data[(at % rows) * columns + Math.floor(at / rows)]!,
  );
  const product = node(graph, 'MatMul', {
    inputs: [features, initialiser(graph, 'dense', { shape: [columns, rows], data })],
  });
  node(graph, 'Add', { inputs: [product, initialiser(graph, 'fc.bias', bias)] });
}

/** A network as an exporter would write it. */
export function exportedResNet(state: State, exporter: Exporter): Uint8Array {
  const graph: Graph = { message: messageWriter(), exporter, state, serial: 0 };
  let image = convolution(graph, 'images', { names: ['conv1', 'bn1'], stride: 2 });
  image = node(graph, 'MaxPool', { inputs: [node(graph, 'Relu', { inputs: [image] })] });
  exporter.blocks.forEach((count, stage) => {
    for (let index = 0; index < count; index++)
      image = block(graph, image, {
        name: `layer${stage + 1}.${index}`,
        stride: stage > 0 && index === 0 ? 2 : 1,
      });
  });
  lastLayer(
    graph,
    node(graph, 'Identity', { inputs: [node(graph, 'GlobalAveragePool', { inputs: [image] })] }),
  );
  const [model, set] = [messageWriter(), messageWriter()];
  set.text(1, '');
  model.integer(1, 8);
  model.message(7, graph.message);
  model.message(8, set);
  return model.finish();
}
