import type { ShowDetails } from './details.ts';
import type { Picture } from './picture.ts';
import type { Recipe } from './recipe.ts';

/** The podcast as a whole; a channel in RSS. */
export type Show = Readonly<{
  id: number;
  /** In addresses: lower-case ASCII letters, digits, hyphens. */
  slug: string;
  /** podcast:guid, a UUIDv5 computed once from the first feed address and kept for ever. */
  guid: string;
  title: string;
  description: string;
  /** Person or company: itunes:author. */
  author: string;
  /** Role address of the owner; printed only where a directory asks for it. */
  email: string;
  /** ISO 639 code, region allowed: `de`, `en-us`. */
  language: string;
  /** Apple's category, exactly written; `sub` belongs to `main`. */
  category: Category;
  /** The show's own web page; without it, the page that Corridor publishes. */
  link?: string;
  explicit: boolean;
  cover: Picture;
  /** Bumpers, by the hash of their recording, in the order in which they are heard. */
  intros: readonly string[];
  outros: readonly string[];
  /** Music under the first words, likewise. */
  bed?: string;
  /** How its episodes are made to sound; without one, the usual one. */
  recipe?: Recipe;
  details?: ShowDetails;
  /** Address of the feed that took its place: the show has moved away. */
  movedTo?: string;
  createdAt: Date;
}>;

export type Category = Readonly<{ main: string; sub?: string }>;

/** What a recording of the show is to its episodes. */
export type BumperRole = 'intro' | 'outro' | 'bed';
