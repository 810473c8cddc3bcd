/**
 * The Web Worker that owns sessions executed as WebAssembly, so that the page stays free.
 */

import { serveSessions } from './inside.ts';

serveSessions(() => import('onnxruntime-web/wasm'));
