import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Typed rules only: what Biome cannot see without the type checker. */
export default defineConfig(
  { ignores: ['**/node_modules/**', '**/*.js', '**/*.mjs'] },
  {
    files: ['{packages,tests,scripts,bench,examples}/**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
);
