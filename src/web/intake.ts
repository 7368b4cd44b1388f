import { CorridorError, problemOf, statusOf } from '../errors.ts';
import { decodeTranscript } from '../show/transcript/bytes.ts';
import { readTranscript } from '../show/transcript/reading.ts';
import type { Transcript } from '../show/transcript/transcript.ts';
import type { Arrival, EpisodeReport, Received } from '../studio/studio.ts';
import { openRouter, type Request, type Response, type Router } from './express.ts';
import { decodeChapters, episodeFields, readEpisodeForm, textOf } from './form.ts';
import type { House } from './house.ts';
import { pagePath, printReport } from './json.ts';
import { tellProblem, wantsPage } from './problems.tsx';
import {
  chaptersLimit,
  coverLimit,
  handOver,
  missingRecording,
  type Parts,
  readBytes,
  receiveForm,
  recordingLimit,
  transcriptLimit,
  type Upload,
  type UploadedFile,
} from './upload.ts';

/** Takes in an episode: answered as soon as the recording is safe, before its sound is worked on. */
export function openIntake(house: House): Router {
  const router = openRouter();
  router.post('/api/shows/:show/episodes', async (request, response) => {
    const { slug } = house.studio.shows.get(request.params.show);
    const parts = partsOf(house, episodeFields);
    const call = { house, request, response, parts };
    answer(request, response, await receiveForm(call, (upload) => receive(house, slug, upload)));
  });
  // The page's form without scripts: its address is fixed, so it names the show in a field.
  router.post('/api/episodes', async (request, response) => {
    const parts = partsOf(house, ['show', ...episodeFields]);
    const received = await receiveForm({ house, request, response, parts }, (upload) => {
      const { slug } = house.studio.shows.choose(textOf(upload.fields, 'show') || undefined);
      return receive(house, slug, upload);
    });
    answer(request, response, received);
  });
  return router;
}

const partsOf = ({ settings }: House, fields: readonly string[]): Parts => ({
  fields,
  files: {
    recording: recordingLimit(settings.UPLOAD_LIMIT),
    cover: coverLimit,
    chapters: chaptersLimit,
    transcript: transcriptLimit,
  },
});

async function receive({ studio }: House, show: string, { fields, files }: Upload): Promise<Received> {
  const recording = files.get('recording');
  if (!recording) throw missingRecording();
  const chapters = files.get('chapters');
  const cover = files.get('cover');
  const form = readEpisodeForm(fields, chapters && decodeChapters(await readBytes(chapters)));
  const transcript = files.get('transcript');
  const recipe = textOf(fields, 'recipe');
  const arrival: Arrival = {
    ...form,
    show,
    recording: handOver(recording),
    keepTitle: true,
    ...(cover && { cover: handOver(cover) }),
    ...(transcript && { transcript: await readTranscriptOf(transcript) }),
    ...(recipe !== '' && { recipe: await studio.recipes.get(recipe) }),
  };
  return studio.episodes.receive(arrival);
}

const readTranscriptOf = async (file: UploadedFile): Promise<Transcript> =>
  readTranscript(decodeTranscript(await readBytes(file)), file.name);

function answer(request: Request, response: Response, { report, known, refused }: Received): void {
  if (refused) {
    refuse(request, response, report);
    return;
  }
  if (wantsPage(request)) {
    response.redirect(303, pagePath(report.show.slug, report.episode.slug));
    return;
  }
  const json = printReport(report);
  response.status(known ? 200 : 201).location(json.links.self);
  response.json({ ...json, known });
}

/** Another title may be a slip, or mean another episode: whoever sends it decides. */
function refuse(request: Request, response: Response, report: EpisodeReport): void {
  const error = new CorridorError(
    'episode-exists',
    `This recording is already there as episode “${report.episode.title}”.`,
    'Nothing was changed. Hand it in under that title to change what is said of it, or choose “A further episode” (again) to make another.',
  );
  const { links } = printReport(report);
  tellProblem(request, response, { status: statusOf(error), problem: problemOf(error), links });
}
