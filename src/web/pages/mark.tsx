/** The house's mark: arches, one behind the other. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <path d="M4 29V16a12 12 0 0 1 24 0v13M9.5 29V17a6.5 6.5 0 0 1 13 0v12M14.5 29V19a1.5 1.5 0 0 1 3 0v10" />
  </svg>
);

const TINTS = 5;

/** What stands for a show until its cover is public: the arches in a tint of its own. */
export function Sleeve({ name, cover }: { name: string; cover?: string | undefined }) {
  const tint = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % TINTS;
  return (
    <div class={`sleeve tint-${tint}`} aria-hidden="true">
      <svg viewBox="0 0 100 100" preserveAspectRatio="xMidYMax meet" aria-hidden="true">
        <path class="far" d="M0 100V50a50 50 0 0 1 100 0v50z" />
        <path class="middle" d="M16 100V54a34 34 0 0 1 68 0v46z" />
        <path class="near" d="M32 100V58a18 18 0 0 1 36 0v42z" />
        <path class="door" d="M43 100V64a7 7 0 0 1 14 0v36z" />
      </svg>
      {cover && <img src={cover} alt="" />}
    </div>
  );
}
