import type { KeptPublication } from '../catalogue/publications.ts';
import type { Problem } from '../errors.ts';
import type { Finding } from '../feed/check.ts';
import type { Chapter } from '../show/chapters/chapter.ts';
import type { Loudness } from '../show/enclosure.ts';
import type { Episode, EpisodeFacts, EpisodeState } from '../show/episode.ts';
import type { Recipe } from '../show/recipe.ts';
import type { Show } from '../show/show.ts';
import type { Transcript } from '../show/transcript/transcript.ts';
import type { SealedCertificate } from '../sound/certificate.ts';
import type { Inspection } from '../sound/inspection.ts';
import type { Remark } from '../sound/room.ts';
import type { ObjectStore } from '../store/store.ts';
import type { Watch } from '../workshop/measuring.ts';
import type { Tool } from '../workshop/tool.ts';
import type { Arrival, EpisodeChanges, LocalFile, ShowDraft } from './drafts.ts';
import type { RolledBack } from './rollback.ts';
import type { Times } from './schedule.ts';
import type { Swept } from './sweep.ts';
import type { ExportReport, ImportReport, ImportWish, MoveWish } from './transfer.ts';

export type { Arrival, EpisodeChanges, EpisodeDraft, LocalFile, ShowDraft } from './drafts.ts';

/** What every door (command line, web, later workers) may ask of the house. One studio per process. */
export type Studio = Readonly<{
  shows: Shows;
  episodes: Episodes;
  recipes: Recipes;
  publications: Publications;
  /** Takes away public files that no feed names any more, or only tells which. */
  sweep(isTrial: boolean): Promise<readonly Swept[]>;
  /** Inspects and measures a sound file without keeping anything. */
  measure(path: string, signal?: AbortSignal): Promise<Measurement>;
  /**
   * Hears an episode's published files again, in all their formats, and holds them against its certificate.
   * @throws CorridorError episode-unknown, episode-not-ready, object-missing
   */
  prove(name: string, watch?: Watch): Promise<Proof>;
  /** A page with pictures and figures of what production made of an episode's sound. @throws episode-not-ready */
  soundReport(name: string): Promise<string>;
  /** The same pictures for a page that has a dress of its own. @throws episode-not-ready */
  soundPictures(name: string): Promise<SoundPictures>;
  /** Checks the feed at an address, in a file, or (neither given) of every show here. */
  checkFeed(target?: string, wish?: FeedWish): Promise<readonly FeedCheck[]>;
  /** Takes over a podcast from another host; see docs/moving.md. @throws CorridorError feed-unreadable, show-exists */
  importShow(address: string, wish?: ImportWish): Promise<ImportReport>;
  /** Tells apps that the feed has moved, or that it has come back. @throws CorridorError show-unknown, move-refused */
  moveShow(slug: string, wish: MoveWish): Promise<Show>;
  /** Writes all that listeners get of a show, and all that is said of it, into a folder. @throws show-unknown */
  exportShow(slug: string, folder: string, signal?: AbortSignal): Promise<ExportReport>;
  /** Whether podcast apps can listen to what lies in the public store. */
  examineStorefront(): Promise<readonly Examination[]>;
  /** Lets everybody read there, as far as the store has such settings; says what was changed. @throws store-refused */
  openStorefront(): Promise<readonly string[]>;
  /** Looks whether everything that the work needs is there. */
  examine(): Promise<readonly Examination[]>;
  /** The ffmpeg that does the work. @throws CorridorError ffmpeg-missing */
  tool(): Promise<Tool>;
  /** The public store, for a server that answers for it in local mode. */
  publicFiles: PublicFiles;
  /** Takes up work that is owed and does it until stopped. */
  work(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}>;

/** Every feed that a show was published with. */
export type Publications = Readonly<{
  /** Newest first. @throws show-unknown, show-not-chosen */
  list(show?: string): readonly KeptPublication[];
  /** Makes a show what it was then; without a number, the one before the newest. @throws publication-unknown */
  rollBack(show: string | undefined, number?: number): Promise<RolledBack & Readonly<{ show: Show }>>;
}>;

export type Shows = Readonly<{
  create(draft: ShowDraft): Promise<Show>;
  edit(slug: string, changes: Partial<ShowDraft>): Promise<Show>;
  list(): readonly Show[];
  /** @throws CorridorError show-unknown */
  get(slug: string): Show;
  /** The show of that slug; without one, the only show there is. @throws show-unknown, show-not-chosen */
  choose(slug?: string): Show;
  /** Orders feed and pages to be written once more, as they should be. @throws show-unknown */
  publish(slug: string): void;
  /** Waits until feed and pages show an edit; needs `work()` to run. @throws what the publication failed with */
  settle(slug: string, signal?: AbortSignal): Promise<void>;
  /** Where listeners' apps and browsers find it. */
  addresses(show: Show): { feedUrl: string; pageUrl: string };
}>;

/** What lies in `templates/recipes`: a recipe is found by the name of its file. */
export type Recipes = Readonly<{
  /** @throws CorridorError recipe-invalid */
  list(): Promise<readonly Recipe[]>;
  /** @throws CorridorError recipe-unknown, recipe-invalid */
  get(name: string): Promise<Recipe>;
}>;

export type Episodes = Readonly<{
  /**
   * Takes in a recording: hashed and looked at, then into the private store; the episode and its first work are
   * written down. Nothing is left behind when it fails.
   * @throws CorridorError recording-empty, recording-not-sound, recording-too-large, disk-full, title-missing,
   * episode-leaving, …
   */
  receive(arrival: Arrival): Promise<Received>;
  /** Newest first. */
  list(showSlug?: string): readonly EpisodeReport[];
  /** By slug; `show/slug` where two shows have the same. @throws episode-unknown */
  find(name: string): EpisodeReport;
  get(showSlug: string, episodeSlug: string): EpisodeReport;
  /** Wants it public; the work runs where `work()` runs. */
  publish(id: number): Promise<EpisodeReport>;
  /** Out of the feed, its public audio and page gone; everything private stays. */
  withdraw(id: number): Promise<EpisodeReport>;
  /**
   * Withdraws, and forgets it: master and original go too, unless another episode uses them. A public episode goes
   * from the feed first, where `work()` runs; `watch` ends when it is gone.
   */
  remove(id: number): Promise<void>;
  /**
   * Gives it a transcript on the recording's own line of time, or takes its transcript away (null). What listeners have
   * follows, where `work()` runs.
   */
  setTranscript(id: number, transcript: Transcript | null): Promise<EpisodeReport>;
  /**
   * Changes what is said of it: guid, slug and date of publication stay. Its files are tagged anew where they hold what
   * changed, and what listeners have follows, where `work()` runs.
   * @throws CorridorError title-missing, value-invalid, cover-unfit, file-missing, episode-leaving, store-…
   */
  edit(id: number, changes: EpisodeChanges): Promise<Edited>;
  /** Gives it another recording; listeners keep the former sound until the new one is proven. */
  replace(id: number, recording: LocalFile, signal?: AbortSignal): Promise<EpisodeReport>;
  /** Sets when it appears and goes. @throws value-invalid, episode-public */
  schedule(id: number, times: Times): Promise<EpisodeReport>;
  /** Neither feed nor pages name it, but it stays at its address. */
  unlist(id: number): Promise<EpisodeReport>;
  /** Tries again what failed or waits for its next attempt. */
  retry(id: number): Promise<EpisodeReport>;
  /**
   * Every change of an episode's report, beginning with the present one, whichever process does the work; ends
   * when it has settled: nothing runs or waits any more.
   */
  watch(id: number, signal?: AbortSignal): AsyncIterable<EpisodeReport>;
}>;

export type Edited = Readonly<{
  report: EpisodeReport;
  /** The words alone do not explain the work: the show or the recipe asks for another sound than the episode had. */
  soundIsMadeAnew: boolean;
}>;

export type Received = Readonly<{
  report: EpisodeReport;
  /** The recording was here already. */
  known: boolean;
  /** Its episode has another title, which was to be kept: nothing was changed. */
  refused?: true;
}>;

/** All that people see of an episode, on every door; plain data. */
export type EpisodeReport = Readonly<{
  episode: Episode;
  show: Show;
  state: EpisodeState;
  facts: EpisodeFacts;
  /** On the line of the master; while there is none, of the recording. */
  chapters: readonly Chapter[];
  /** While something runs or waits. */
  progress?: Progress;
  /** Why it failed, or why publication waits for its next attempt. */
  problem?: Problem;
  /** Work is owed, and the program that did it has ended. */
  interrupted?: true;
  /** Things that do not stop the work but should be known. */
  /** What the feed's check found that could be better, in this episode or in its show. */
  warnings: readonly Finding[];
  remarks: readonly string[];
  loudness?: Readonly<{ before: Loudness; after: Loudness }>;
  enclosure?: SoundFile;
  /** The same sound in further formats, as the feed has them. */
  alternates: readonly FurtherFile[];
  feedUrl: string;
  /** Once it is public. */
  pageUrl?: string;
  /** The transcript that the feed names first. */
  transcriptUrl?: string;
  /** Where anybody finds what was proven of the public file. */
  certificateUrl?: string;
}>;

/** A file with sound; `url` once it is public, `duration` in seconds. */
export type SoundFile = Readonly<{
  url?: string;
  bytes: number;
  duration: number;
  type: string;
  key: string;
}>;

export type FurtherFile = SoundFile &
  Readonly<{
    /** What people call the format, e.g. `AAC`. */
    name: string;
    /** kbit/s, as the recipe wants it. */
    bitrate: number;
    /** As measured on it. */
    loudness: Loudness;
  }>;

export type Stage = 'inspect' | 'measure' | 'render' | 'prove' | 'convert' | 'tag' | 'certify' | 'publish';

export type Progress = Readonly<{
  stage: Stage;
  /** Of the whole way to its goal, 0 to 100. */
  percent: number;
  /** Estimated; absent while nothing can be said. */
  secondsLeft?: number;
  /** A next attempt is due then, after one that failed. */
  retryAt?: Date;
}>;

export type Measurement = Readonly<{ inspection: Inspection; loudness: Loudness; seconds: number }>;

/** Whether what was published is still what its certificate says, found out by hearing every file again. */
export type Proof = Readonly<{
  /** Whether every file is. */
  holds: boolean;
  /** What is not as certified, in plain words; behind the name of its file where that is not the MP3. */
  faults: readonly string[];
  /** One for each file, the MP3's first. */
  files: readonly FileProof[];
  /** Files that the certificate names, of which nobody said that they would be here: they were not heard. */
  absent: readonly Pick<FileProof, 'file' | 'format'>[];
  certificate?: SealedCertificate;
}>;

export type FileProof = Readonly<{
  /** Its name, without folders. */
  file: string;
  /** What people call its format, e.g. `AAC`. */
  format: string;
  /** Its media type. */
  type: string;
  holds: boolean;
  faults: readonly string[];
  /** As measured now; absent where it could not be heard. */
  found?: Readonly<{ loudness: Loudness; seconds: number; sha256: string }>;
}>;

export type SoundPictures = Readonly<{
  /** SVG in a `div`, to be seen with `pictureStyle`. */
  pictures: string;
  /** What is said of the room. */
  room: readonly Remark[];
  /** What else is remarked. */
  remarks: readonly string[];
}>;

export type FeedCheck = Readonly<{
  source: string;
  findings: readonly Finding[];
  /** How many episodes' files were asked for on their servers; absent where none were. */
  hosting?: Readonly<{ looked: number; episodes: number }>;
}>;

/** What else may be wished of a check. */
export type FeedWish = Readonly<{
  /** The slug of a show here. */
  show?: string;
  /** Asks the servers of every episode, not only of the newest and the oldest. */
  all?: boolean;
  signal?: AbortSignal;
}>;

export type Examination = Readonly<{
  subject: string;
  verdict: 'good' | 'warning' | 'missing';
  says: string;
  mend?: string;
}>;

export type PublicFiles = Readonly<{
  /** The public store, where it is a folder; absent where a bucket answers for itself. */
  store?: ObjectStore;
  /** The path below which the public address answers, e.g. `/feed`. */
  path: string;
  /** The new address of a feed whose show has moved away. */
  movedTo?: (key: string) => string | undefined;
}>;
