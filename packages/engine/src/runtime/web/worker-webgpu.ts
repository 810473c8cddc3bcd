/**
 * The Web Worker that owns sessions executed on the graphics card through WebGPU.
 */

import { serveSessions } from './inside.ts';

serveSessions(() => import('onnxruntime-web/webgpu'));
