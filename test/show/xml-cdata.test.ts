import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { readXml, type XmlElement } from '../../src/show/xml.ts';

/** What the parser alone makes of a document: all text in order, and the line of its first fault. */
function parsed(xml: string): { text: string; line?: number } {
  const parser = new SaxesParser({ xmlns: true, position: true });
  let text = '';
  let line: number | undefined;
  parser.on('text', (some) => {
    text += line === undefined ? some : '';
  });
  parser.on('cdata', (some) => {
    text += line === undefined ? some : '';
  });
  parser.on('error', () => {
    line ??= parser.line;
  });
  parser.write(xml).close();
  return line === undefined ? { text } : { text: '', line };
}

/** Without what stands between two children, which the tree keeps as the parent's own text. */
const textIn = ({ text, children }: XmlElement): string => text + children.map(textIn).join('');

function read(xml: string): { text: string; line?: number } {
  const { root, fault } = readXml(xml, { known: new Map() });
  return fault ? { text: '', line: fault.line } : { text: root ? textIn(root) : '' };
}

test.each([
  '<a><![CDATA[one & <b> two]]></a>',
  '<a><![CDATA[]]></a>',
  '<a><![CDATA[0]]><![CDATA[5]]>7</a>',
  '<a><![CDATA[a]]]]><![CDATA[>b]]></a>',
  '<a><![CDATA[one\r\ntwo\rthree\n]]></a>',
  '<a><!-- <![CDATA[ --><b><![CDATA[inside]]></b></a>',
  '<a><!-- ]]> --><![CDATA[<!-- no comment -->]]></a>',
  '<a><?go <![CDATA[ ?><b><![CDATA[<?no?>]]></b></a>',
  '<a>\n<![CDATA[one\n\ntwo]]>\n<b></a>',
  '<a>\n<![CDATA[one\r\ntwo\rthree]]><b></a>',
  '<a>\n<![CDATA[one\n\u0008]]></a>',
  '<a>\n<![CDATA[never closed</a>',
  '<a>\n<b c="<![CDATA[x]]>"/></a>',
  '<a>\n<!-- never closed <![CDATA[x]]></a>',
  '<!DOCTYPE a [<!ENTITY b "<![CDATA[c">]><a><![CDATA[d]]></a>',
  '<![CDATA[outside]]><a/>',
  '<a>]]></a>',
  `<a><![CDATA[${'\u{1F600} long '.repeat(1000)}]]></a>`,
])('is read as the parser alone reads it: %j', (xml) => {
  expect(read(xml)).toEqual(parsed(xml));
});

test('lines are those of the document', () => {
  const { root } = readXml('<a>\n<b><![CDATA[1\n2\r\n3]]></b>\n<c/></a>', { known: new Map() });
  expect(root?.children.map(({ line }) => line)).toEqual([2, 5]);
});
