import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bilingual, element, escapeText, html } from './html.ts';

test('a text between tags cannot open a tag', () => {
  expect(html`<p>${'<img src=x onerror=alert(1)>'}</p>`.markup).toBe(
    '<p>&lt;img src=x onerror=alert(1)&gt;</p>',
  );
});

test('a text in an attribute cannot end it', () => {
  expect(element('a', { href: '"onmouseover="x' }).markup).toBe('<a href="&quot;onmouseover=&quot;x"></a>');
});

test('whatever a text holds, no character of markup is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = escapeText(text);
      expect(escaped).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
    }),
  );
});

test('controls, turned text and halves of characters become the replacement character', () => {
  expect(escapeText('a\u0000b\u202ec\u2066d\ud800e\u001bf')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf');
});

test('a text in two languages becomes two spans', () => {
  expect(html`${{ en: 'a', zh: '<' }}`.markup).toBe('<span lang="en">a</span><span lang="zh-CN">&lt;</span>');
  expect(bilingual(html`<b>x</b>`, 'y').markup).toBe(
    '<span lang="en"><b>x</b></span><span lang="zh-CN">y</span>',
  );
});

test('numbers in attributes are rounded, minus zero is zero, undefined is left out', () => {
  expect(element('line', { x1: 1 / 3, y1: -0, fill: undefined }).markup).toBe(
    '<line x1="0.33" y1="0"></line>',
  );
});
