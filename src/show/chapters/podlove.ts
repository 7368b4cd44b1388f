import { printStamp, readPlayTime } from '../stamp.ts';
import { all, readXml, type XmlElement } from '../xml.ts';
import { type Chapter, listedOf, type Placed, placed, unreadable } from './chapter.ts';

/** Podlove Simple Chapters 1.2: `psc:chapters` in the item of a feed, or as a file of its own. */
export const podloveNamespace = 'http://podlove.org/simple-chapters';

const names = {
  known: new Map([['psc', podloveNamespace]]),
  assumed: { psc: podloveNamespace },
};

/** @throws CorridorError chapters-unreadable */
export function readPodlove(xml: string): readonly Placed[] {
  const { root, fault } = readXml(xml, names);
  if (fault)
    throw unreadable(`The chapters are no well-formed XML: line ${fault.line}, ${fault.says}.`, XML_HINT);
  const lists = root ? listsIn(root) : [];
  const [list] = lists;
  if (!list) throw unreadable('The XML holds no Podlove chapters.', XML_HINT);
  if (lists.length > 1)
    throw unreadable(
      `The XML holds ${lists.length} lists of chapters, as the feed of a whole show does.`,
      'Cut out the one list that belongs to this episode.',
    );
  return chaptersIn(list).map(readElement);
}

const XML_HINT =
  'Write <psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters"><psc:chapter start="00:00:00" title="Welcome"/></psc:chapters>';

/** With the namespace, or in a file that declares none. */
const isList = ({ name }: XmlElement): boolean => name === 'psc:chapters' || name === 'chapters';
const chaptersIn = (list: XmlElement): readonly XmlElement[] => [
  ...all(list, 'psc:chapter'),
  ...all(list, 'chapter'),
];

const listsIn = (element: XmlElement): readonly XmlElement[] =>
  isList(element) ? [element] : element.children.flatMap(listsIn);

function readElement({ attributes, line }: XmlElement): Placed {
  const place = `The chapter in line ${line}`;
  const start = readPlayTime(attributes.get('start')?.trim() ?? '');
  if (start === undefined) throw unreadable(`${place} has no start time.`, XML_HINT);
  const told = {
    start,
    title: attributes.get('title'),
    url: attributes.get('href'),
    image: attributes.get('image'),
  };
  return placed(told, place, XML_HINT);
}

/** The attributes of `psc:chapters` and of each `psc:chapter` in it, as they stand in the document. */
export type PodloveChapters = Readonly<{
  version: '1.2';
  chapters: readonly Readonly<{ start: string; title: string; href?: string; image?: string }>[];
}>;

/** Hidden chapters stay out: Podlove has no word for them. */
export const podloveOf = (chapters: readonly Chapter[]): PodloveChapters => ({
  version: '1.2',
  chapters: listedOf(chapters).map(({ start, title, url, image }) => ({
    start: printStamp(start),
    title,
    ...(url === undefined ? {} : { href: url }),
    ...(image === undefined ? {} : { image }),
  })),
});
