/**
 * Where a network's weights come from: drawn afresh, from files of other programs, or grown. Runs in browsers too.
 */
export { type AdoptedWeights, adoptWeights, importTorchvision } from './adopt.ts';
export {
  type GreyInput,
  greyInput,
  type InputConvention,
  KERAS_INPUT,
  PLAIN_GREY,
  TORCHVISION_INPUT,
} from './convention.ts';
export {
  formatWeights,
  growWeights,
  type ImportedWeights,
  importWeights,
  type WeightsFile,
} from './import.ts';
export {
  type InitialiseResNetOptions,
  initialiseFusion,
  initialiseResNet,
  type RandomByName,
} from './initialise.ts';
