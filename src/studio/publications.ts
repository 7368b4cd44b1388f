import type { House } from './house.ts';
import type { Publications, Shows } from './studio.ts';

/** The ledger of publications, as people see it and go back in it. */
export const openPublications = (house: House, shows: Shows): Publications => ({
  list: (slug) => house.catalogue.publications.list(shows.choose(slug).id),
  rollBack: async (slug, number) => {
    const show = shows.choose(slug);
    const { rollBack } = await import('./rollback.ts');
    const done = await rollBack(house, show, number);
    return { ...done, show: shows.get(show.slug) };
  },
});
