import type { License, Location, Person, Txt } from '../show/details.ts';
import { type Element, element } from './element.ts';

/** Tags of the podcast namespace that the channel and its items have in common (feed.md 2 and 3). */
type Credited = Readonly<{
  people?: readonly Person[];
  locations?: readonly Location[];
  license?: License;
  txt?: readonly Txt[];
}>;

export const creditElements = ({ people = [], locations = [], license, txt = [] }: Credited): Element[] => [
  ...people.map(({ name, role, group, img, href }) =>
    element('podcast:person', { role, group, img, href }, name),
  ),
  ...locations.map(({ name, rel, geo, osm, country }) =>
    element('podcast:location', { rel, geo, osm, country }, name),
  ),
  ...(license ? [element('podcast:license', { url: license.url }, license.id)] : []),
  ...txt.map(({ text, purpose }) => element('podcast:txt', { purpose }, text)),
];
