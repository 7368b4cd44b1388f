/** Proposes the file's name as the title until somebody writes one. */
export function proposeTitles(form: HTMLFormElement): void {
  const recording = form.querySelector<HTMLInputElement>('input[name=recording]');
  const title = form.querySelector<HTMLInputElement>('input[name=title]');
  const drop = form.querySelector('.drop');
  if (!recording || !title) return;
  let proposed = '';
  const update = () => {
    const name = recording.files?.[0]?.name;
    drop?.classList.toggle('filled', name !== undefined);
    if (name === undefined || (title.value !== '' && title.value !== proposed)) return;
    proposed = titleFrom(name);
    title.value = proposed;
  };
  recording.addEventListener('change', update);
  form.addEventListener('reset', () => setTimeout(update));
  for (const [event, over] of [
    ['dragenter', true],
    ['dragleave', false],
    ['drop', false],
  ] as const) {
    recording.addEventListener(event, () => drop?.classList.toggle('over', over));
  }
}

/** “2026-03-12_lunch-talk.wav” becomes “2026-03-12 lunch talk” with a capital letter in front. */
export function titleFrom(fileName: string): string {
  const stem = fileName.replace(/\.[A-Za-z0-9]{1,8}$/, '');
  const words = stem
    .replace(/_+/g, ' ')
    .replace(/(?<=\p{L})-+(?=\p{L})/gu, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
