import type { House } from './house.ts';

/** Where a feed in the public store has moved to, by its key. */
export function movedTo({ catalogue }: Pick<House, 'catalogue'>, key: string): string | undefined {
  const slug = /^([^/]+)\/feed\.xml$/.exec(key)?.[1];
  return slug === undefined ? undefined : catalogue.shows.movedTo(slug);
}
