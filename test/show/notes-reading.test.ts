import { describe, expect, test } from 'vitest';
import { printLongNotes } from '../../src/show/notes.ts';
import { readNotes } from '../../src/show/notes-reading.ts';

/** HTML of strangers as Markdown. */
describe('notes that were printed and read again print the same', () => {
  test.each([
    'Hello **you** and *me*',
    '# Head\n\ntext\nnext line\n\n- a\n- b\n\n1. x\n2. y',
    'A [link](https://a.example/x_y?z=1&b=2) and https://b.example/a_b_c',
    '> quote\n\n`code` and\n\n```\nblock\n  more\n```',
    'a * b # c 1. d _e_f_ [x] <y>',
    '3. three\n4. four',
    'Mail <mail@x.example>',
    '00:00:00 A\n00:01:00 B',
    'ünïcode 🎙 & “quotes”',
  ])('%j', (markdown) => {
    const html = printLongNotes(markdown);
    expect(printLongNotes(readNotes(html))).toBe(html);
  });
});

describe('notes of others', () => {
  test.each([
    ['<div>One<script>alert(1)</script><br/>Two</div>', 'One\nTwo'],
    ['<p>a<img src="https://x.example/pixel.gif" alt="A face">b</p>', 'aA faceb'],
    ['<p><a href="javascript:alert(1)">words</a> <a href="/relative">stay</a></p>', 'words stay'],
    ['<a href="https://e.example/a b(c)">k</a>', '[k](<https://e.example/a%20b(c)>)'],
    ['<p></p><p>&nbsp;</p><p>x</p>', 'x'],
    ['Plain\ntext\n\n1. one https://x.example/a_b_c', 'Plain\ntext\n\n1\\. one https://x.example/a_b_c'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['', ''],
  ])('%j', (html, markdown) => {
    expect(readNotes(html)).toBe(markdown);
  });

  test('nested without end are read without their tags', () => {
    expect(readNotes(`${'<div>'.repeat(10_000)}deep${'</div>'.repeat(10_000)}`)).toBe('deep');
  });

  test('never become tags when they are printed', () => {
    const html = printLongNotes(readNotes('&lt;script&gt;alert(1)&lt;/script&gt; <b onclick="x()">y</b>'));
    expect(html).not.toMatch(/<script|onclick/);
  });
});
