import { expect, test } from 'vitest';
import { repositoryOf } from './check.ts';
import { links } from './links.ts';

const OTHERS = { 'docs/how-to/score.md': '# Score a patient\n\n## Two steps\n\n## Two steps\n', LICENSE: '' };
const dead = (text: string, page = 'docs/README.md') =>
  links.find(repositoryOf({ ...OTHERS, [page]: text })).map((violation) => violation.name);

test.each([
  '[gone](gone.md)',
  '![picture](figures/roc.svg)',
  '[heading](how-to/score.md#three-steps)',
  '[own heading](#nowhere)',
  '[outside](../../elsewhere.md)',
  '[absolute](/docs/how-to/score.md)',
  '[reference]: gone.md',
  '<a href="gone.md">gone</a>',
])('a dead link is found in: %s', (text) => {
  expect(dead(text)).toHaveLength(1);
});

test.each([
  '[page](how-to/score.md)',
  '[page](./how-to/score.md "with a title")',
  '[folder](how-to/)',
  '[heading](how-to/score.md#two-steps-1)',
  '[up](../LICENSE)',
  '[web](https://example.org/gone.md)',
  '[mail](mailto:a@example.org)',
  '`[code](gone.md)`',
  '```md\n[fenced](gone.md)\n```',
  '# Own heading\n[own](#own-heading)',
])('a good link passes: %s', (text) => {
  expect(dead(text)).toEqual([]);
});

test('the line of a dead link counts from 1 and is not moved by code', () => {
  const [violation] = links.find(repositoryOf({ 'README.md': '```\ncode\n```\n[gone](gone.md)' }));
  expect(violation?.line).toBe(4);
});
