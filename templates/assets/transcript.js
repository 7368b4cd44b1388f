// Lets the transcript follow the player and be searched. Without it, the words stand on the page all the same, and a link
// to a second leads to the paragraph that begins there.
const section = document.querySelector('[data-transcript]');
const box = section.querySelector('.transcript-text');
const turns = [...box.querySelectorAll('.turn')];
const cues = [...box.querySelectorAll('[data-from]')];
const starts = cues.map((cue) => Number(cue.dataset.from));
const follow = section.querySelector('[data-follow]');
const calm = matchMedia('(prefers-reduced-motion: reduce)');

section.classList.add('live');
section.querySelector('.tools').hidden = false;
followPlayer(document.querySelector('[data-player] audio'));
takeSearches(section.querySelector('[type=search]'), section.querySelector('[role=status]'));

function followPlayer(audio) {
  let current;
  const mark = (seconds) => {
    const cue = cueAt(seconds);
    if (cue === current) return;
    current?.removeAttribute('aria-current');
    cue?.setAttribute('aria-current', 'true');
    current = cue;
    if (cue && follow?.checked) show(cue);
  };
  audio.addEventListener('timeupdate', () => mark(audio.currentTime + 0.05));
  // Whoever scrolls reads somewhere else.
  const stay = () => {
    if (follow) follow.checked = false;
  };
  for (const kind of ['wheel', 'touchmove']) box.addEventListener(kind, stay, { passive: true });
  follow?.addEventListener('change', () => follow.checked && current && show(current));
  box.addEventListener('click', ({ target }) => {
    const cue = target.closest('[data-from]');
    if (!cue || !getSelection().isCollapsed) return;
    document.dispatchEvent(new CustomEvent('corridor:seek', { detail: Number(cue.dataset.from) }));
  });
  const arrive = () => {
    const seconds = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash)?.[1];
    if (seconds === undefined) return;
    mark(Number(seconds) + 0.999);
    if (current) show(current);
  };
  addEventListener('hashchange', arrive);
  arrive();
}

/** The last cue that has begun. */
function cueAt(seconds) {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= seconds) low = middle + 1;
    else high = middle;
  }
  return cues[low - 1];
}

/** Only the box is scrolled: the page stays where its reader has it. */
function show(cue) {
  const top = cue.offsetTop - box.clientHeight / 3;
  box.scrollTo({ top, behavior: calm.matches ? 'auto' : 'smooth' });
}

// -- searching ---------------------------------------------------------------------------------------------------------

function takeSearches(input, status) {
  input.addEventListener('input', () => {
    const words = input.value.trim();
    const found = words === '' ? showAll() : find(words);
    status.textContent = found === undefined ? '' : sentenceOf(found, status.dataset);
    if (follow) follow.checked = words === '' && follow.checked;
  });
}

const sentenceOf = (found, { found: some, nothing }) =>
  found === 0 ? nothing : some.replace('{n}', String(found));

function showAll() {
  for (const turn of turns) {
    turn.hidden = false;
    for (const piece of piecesOf(turn.querySelector('.words'))) markIn(piece, undefined);
  }
}

/** Hides every paragraph without the words, and marks them in the others. */
function find(words) {
  const pattern = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'), 'giu');
  return turns.filter((turn) => sift(turn, pattern)).length;
}

function sift(turn, pattern) {
  const line = turn.querySelector('.words');
  const isFound = line.textContent.search(pattern) >= 0;
  turn.hidden = !isFound;
  for (const piece of piecesOf(line)) markIn(piece, isFound ? pattern : undefined);
  return isFound;
}

const piecesOf = (line) => {
  const own = [...line.querySelectorAll('[data-from]')];
  return own.length > 0 ? own : [line];
};

/** Marks leave the text as it is, so the text alone is enough to take them away again. */
function markIn(piece, pattern) {
  const text = piece.textContent;
  if (piece.querySelector('mark')) piece.textContent = text;
  if (!pattern) return;
  const parts = [];
  let last = 0;
  for (const { 0: hit, index } of text.matchAll(pattern)) {
    const mark = document.createElement('mark');
    mark.textContent = hit;
    parts.push(text.slice(last, index), mark);
    last = index + hit.length;
  }
  if (parts.length > 0) piece.replaceChildren(...parts, text.slice(last));
}
