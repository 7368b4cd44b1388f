import { offerCopies } from './copying.ts';
import { hideLostCovers } from './covers.ts';
import { followEpisodes } from './following.tsx';
import { takeUploads } from './sending.ts';

/** The little that runs in the browser. Every page works without it. */
offerCopies();
hideLostCovers();
followEpisodes();
takeUploads();
