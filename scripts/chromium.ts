/**
 * The Chromium of this machine, and SwiftShader, the graphics card in software that comes with it.
 *
 * Reads which files are there. With SwiftShader, WebGPU can be tested where there is no graphics card.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { OpenPage } from '../tests/conformance/engine/browser/remote.ts';

const PROGRAMS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
const LIBRARIES = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
const DRIVER = 'vk_swiftshader_icd.json';

/** Path of Chromium, or undefined. */
export const CHROMIUM = PROGRAMS.find(existsSync);

/** Folder with SwiftShader and a Vulkan loader, or undefined. */
export const SWIFTSHADER = LIBRARIES.find(
  (folder) => existsSync(join(folder, DRIVER)) && existsSync(join(folder, 'libvulkan.so.1')),
);

/**
 * Environment in which a new process finds SwiftShader as its only graphics card.
 *
 * @param folder Where SwiftShader lies.
 */
export function softwareGraphics(folder: string): Record<string, string> {
  const before = process.env.LD_LIBRARY_PATH;
  return {
    LD_LIBRARY_PATH: before ? `${folder}:${before}` : folder,
    VK_ICD_FILENAMES: join(folder, DRIVER),
  };
}

/** Opens a page in a new headless Chromium, which computes WebGPU in software. */
export function chromiumPage(program: string): OpenPage {
  return async (url) => {
    const browser = await chromium.launch({
      executablePath: program,
      args: ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
    });
    const page = await browser.newPage();
    const gone = new Promise<string>((resolve) => {
      page.on('crash', () => resolve('the page crashed'));
      page.on('pageerror', (error) => resolve(`the page failed: ${error.message}`));
      browser.on('disconnected', () => resolve('the browser ended'));
    });
    await page.goto(url);
    return { gone, [Symbol.asyncDispose]: () => browser.close() };
  };
}
