import { printBytes } from '../../show/size.ts';
import type { ShowJson } from '../json.ts';

type UploadFormProps = Readonly<{ shows: readonly ShowJson[]; chosen: string; limit: number }>;

/** Hands in a recording. Without scripts it is a plain form; with them it shows how far the upload is. */
export const UploadForm = ({ shows, chosen, limit }: UploadFormProps) => (
  <form
    id="upload"
    class="sheet fields"
    method="post"
    action="/api/episodes"
    enctype="multipart/form-data"
    data-limit={limit}
  >
    <h2>New episode</h2>
    <div class="alert" data-alert hidden />
    {shows.length > 1 ? (
      <label class="field">
        <span>Show</span>
        <select name="show">
          {shows.map((show) => (
            <option key={show.slug} value={show.slug} selected={show.slug === chosen}>
              {show.title}
            </option>
          ))}
        </select>
      </label>
    ) : (
      <input type="hidden" name="show" value={chosen} />
    )}
    <label class="drop">
      <strong>Drop the recording here</strong>
      <span class="fine">Any sound file, up to {printBytes(limit)}</span>
      <input
        type="file"
        name="recording"
        required
        accept="audio/*,video/mp4,video/webm,.flac,.w64,.caf,.mka,.opus"
      />
    </label>
    <label class="field">
      <span>Title</span>
      <input type="text" name="title" required maxlength={255} autocomplete="off" />
    </label>
    <label class="field">
      <span>
        Notes <em>Markdown, optional</em>
      </span>
      <textarea name="notes" rows={4} />
    </label>
    <More />
    <div class="row wide">
      <button type="submit" class="button primary" name="publish" value="now">
        Publish when ready
      </button>
      <button type="submit" class="button" name="publish" value="draft">
        Keep as draft
      </button>
    </div>
    <div class="sending" data-sending hidden>
      <p class="says">
        <span data-says>Uploading</span>
        <span class="percent" data-percent />
      </p>
      <progress max="100" value="0" aria-label="Upload" />
      <button type="button" class="button quiet small" data-cancel>
        Cancel
      </button>
    </div>
  </form>
);

const More = () => (
  <details class="more">
    <summary>More</summary>
    <div class="fields">
      <label class="field">
        <span>
          Chapters <em>one per line</em>
        </span>
        <textarea name="chapters" rows={3} placeholder={'00:00 Welcome\n12:30 The question'} />
      </label>
      <label class="field">
        <span>
          Transcript <em>WebVTT, SubRip, JSON or text</em>
        </span>
        <input type="file" name="transcript" accept=".vtt,.srt,.json,.txt,text/plain,text/vtt" />
      </label>
      <label class="field">
        <span>
          Cover of this episode <em>square, 1400 to 3000 pixels</em>
        </span>
        <input type="file" name="cover" accept="image/jpeg,image/png" />
      </label>
      <div class="pair">
        <label class="field">
          <span>Season</span>
          <input type="number" name="season" min="1" max="9999" inputmode="numeric" />
        </label>
        <label class="field">
          <span>Number</span>
          <input type="number" name="number" min="1" max="99999" inputmode="numeric" />
        </label>
      </div>
      <label class="check">
        <input type="checkbox" name="explicit" value="true" /> Explicit language
      </label>
      <label class="check">
        <input type="checkbox" name="again" value="true" /> A further episode, even if this recording is
        already here
      </label>
    </div>
  </details>
);
