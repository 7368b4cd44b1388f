import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { printLines, printLongNotes, printNotes, printPlainNotes } from '../../src/show/notes.ts';
import { limitNotes, limitText } from '../../src/show/notes-limit.ts';

/** Throws where tags are not closed, not nested, or not escaped. */
function expectWellFormed(html: string): void {
  new SaxesParser().write(`<notes>${html}</notes>`).close();
}

test('Markdown becomes the tags that all apps know', () => {
  expect(
    printNotes('# Hello\n\nA **bold** [link](https://a.example/?x=1&y=2)\nnext\n\n- one\n- two\n\n3. three'),
  ).toBe(
    '<p>Hello</p>\n<p>A bold <a href="https://a.example/?x=1&amp;y=2">link</a><br />\nnext</p>\n' +
      '<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<ol start="3">\n<li>three</li>\n</ol>',
  );
});

test('pages get emphasis, quotations and headings of one level besides', () => {
  expect(printLongNotes('# A\n\n### B\n\n**c** *d* `e`\n\n> f')).toBe(
    '<h2>A</h2>\n<h2>B</h2>\n<p><strong>c</strong> <em>d</em> <code>e</code></p>\n<blockquote>\n<p>f</p>\n</blockquote>',
  );
});

describe('hostile notes', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<p onclick="alert(1)">x</p>',
    '<iframe src="https://evil.example"></iframe>',
    '<svg/onload=alert(1)>',
    '<style>*{display:none}</style>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt&colon;alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:x)',
    '[x](//evil.example)',
    '[x](/etc/passwd)',
    '[x]( "onclick=alert(1)")',
    '[x](https://a.example/"onmouseover="alert(1))',
    '![x](https://evil.example/pixel.gif)',
    '![x"onerror="alert(1)](x)',
    '<https://a.example/"onclick="x>',
    '[x]: javascript:alert(1)\n\n[x]',
    '`</code><script>alert(1)</script>`',
    '```html" onclick="alert(1)\n<script>\n```',
  ])('%j', (notes) => {
    for (const html of [printNotes(notes), printLongNotes(notes)]) {
      expectWellFormed(html);
      const tags = html.match(/<[^>]*>/g) ?? [];
      for (const tag of tags)
        expect(tag).toMatch(/^<(\/?(p|a|ul|ol|li|code|pre)|br \/|a href="(https?:\/\/|mailto:)[^"]*")>$/);
    }
  });
});

test('words of dropped links and pictures stay', () => {
  expect(printNotes('[one](/x) ![two](https://a.example/y.png)')).toBe('<p>one two</p>');
});

test('what would end a CDATA section, and control characters, do no harm', () => {
  expect(printNotes('a ]]> b \u0000\u0008\u000b\uffff c')).toBe('<p>a ]]&gt; b  c</p>');
});

test('plain text is the first paragraph on one line, cut at a word', () => {
  expect(printPlainNotes('A **short** [one](https://a.example)\nand more\n\nnext & last')).toBe(
    'A short one and more next & last',
  );
  const paragraph = 'word '.repeat(30).trim();
  expect(printPlainNotes(`${paragraph}\n\nnot this`)).toBe(paragraph);
  expect(printPlainNotes(paragraph, 20)).toBe('word word word…');
});

test('plain text of long notes knows what the links at their end refer to', () => {
  const long = `About [the hall][1], at night.\n\n${'And so on.\n\n'.repeat(200)}`;
  expect(printPlainNotes(`${long}[1]: https://a.example/`)).toMatch(
    /^About the hall, at night\. And so on\./,
  );
  expect(printPlainNotes(long)).toMatch(/^About \[the hall\]\[1\], at night\./);
});

test('lines are escaped', () => {
  expect(printLines(['00:00:00 <b>', 'A & B'])).toBe('<p>00:00:00 &lt;b&gt;<br />A &amp; B</p>');
});

describe('the limit', () => {
  test('leaves short notes alone', () => {
    expect(limitNotes('<p>a</p>')).toBe('<p>a</p>');
  });
  test('cuts at a word and closes what is open', () => {
    expect(limitNotes('<ul>\n<li><a href="https://a.example">one two three</a></li>\n</ul>', 60)).toBe(
      '<ul>\n<li><a href="https://a.example">one…</a></li></ul>',
    );
  });
  test('never cuts an emoji, not even a family', () => {
    const html = limitNotes(`<p>${'👨‍👩‍👧‍👦'.repeat(5)}</p>`, 70);
    expect(html).toBe('<p>👨‍👩‍👧‍👦👨‍👩‍👧‍👦…</p>');
  });
  test('never cuts an entity or a tag', () => {
    for (let limit = 20; limit < 60; limit++) {
      const html = limitNotes(
        '<p>a &amp; b &lt; c<br />d <a href="https://x.example/">e</a> f &amp; g</p>',
        limit,
      );
      expectWellFormed(html);
      expect(Buffer.byteLength(html)).toBeLessThanOrEqual(limit);
    }
  });
  test('leaves no empty tags behind', () => {
    expect(limitNotes('<p>one two</p>\n<ul>\n<li>three four five six seven</li>\n</ul>', 35)).toBe(
      '<p>one two</p>…',
    );
  });

  const text = fc.string({ unit: 'binary', maxLength: 400 });
  const markdownish = fc
    .array(
      fc.oneof(
        text,
        fc.constantFrom(
          '\n\n',
          '- ',
          '> ',
          '**',
          '[x](https://a.example/)',
          '😀',
          '&',
          '<',
          ']]>',
          '# ',
          '1. ',
        ),
      ),
      {
        maxLength: 60,
      },
    )
    .map((parts) => parts.join(''));

  test('any notes come out well-formed and within it', () => {
    fc.assert(
      fc.property(markdownish, fc.integer({ min: 40, max: 4000 }), (notes, limit) => {
        for (const html of [printNotes(notes), printLongNotes(notes)]) {
          const limited = limitNotes(html, limit);
          expectWellFormed(limited);
          expect(Buffer.byteLength(limited)).toBeLessThanOrEqual(limit);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('any plain text stays within it', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 3, max: 500 }), (of, limit) => {
        expect(Buffer.byteLength(limitText(of, limit))).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
