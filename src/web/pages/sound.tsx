import type { SoundJson } from '../json.ts';

type OverTimeProps = Readonly<{ sound: SoundJson; wholeReport: string | undefined }>;

/** As recorded, what was done, as mastered. */
export const OverTime = ({ sound, wholeReport }: OverTimeProps) => (
  <section class="sheet measures over-time">
    <header>
      <h2>Over time</h2>
      {wholeReport && <a href={wholeReport}>Whole report</a>}
    </header>
    {/* SVG of our own; whatever people wrote was escaped where it was drawn. */}
    <div dangerouslySetInnerHTML={{ __html: sound.pictures }} />
  </section>
);

/** What is heard of the room, and what to do about it next time. */
export const Room = ({ remarks }: { remarks: SoundJson['room'] }) =>
  remarks.length === 0 ? null : (
    <section>
      <h2>The room</h2>
      <ul class="room">
        {remarks.map(({ says, advice }) => (
          <li key={says}>
            <p>{says}</p>
            {advice && <p class="advice">{advice}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
