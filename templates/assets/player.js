// Makes the page's player more comfortable. Everything works without it: the browser's own controls play the file,
// chapters are links into it, and the feed's address can be selected.
const SPEEDS = [1, 1.25, 1.5, 1.75, 2, 0.8];
const NEARLY_OVER = 20;

/** Where to go as soon as a file is there: without a wish of the listener, nothing of it is loaded. */
const awaited = new WeakMap();

const boxes = [...document.querySelectorAll('[data-player]')];
for (const box of boxes) furnish(box);
for (const button of document.querySelectorAll('[data-copy]')) offerCopy(button, () => button.dataset.copy);
if (boxes.length > 0) joinPage(boxes[0].querySelector('audio'));

function furnish(box) {
  const audio = box.querySelector('audio');
  box.querySelector('.controls').hidden = false;
  for (const button of box.querySelectorAll('[data-skip]')) {
    button.addEventListener('click', () => {
      seek(audio, placeOf(audio) + Number(button.dataset.skip));
      audio.preload = 'metadata';
    });
  }
  offerSpeeds(audio, box.querySelector('[data-speed]'));
  offerLink(box, audio);
  rememberPlace(audio, `place ${box.dataset.player}`);
}

function offerSpeeds(audio, button) {
  const set = (speed) => {
    audio.playbackRate = speed;
    audio.defaultPlaybackRate = speed;
    button.textContent = `${speed}×`;
    button.ariaLabel = `${button.dataset.speed}: ${speed}×`;
  };
  set(Number(recall('speed')) || 1);
  button.addEventListener('click', () => {
    set(SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length]);
    keep('speed', audio.playbackRate);
  });
}

/** The address of the episode's page at the second that is playing. */
function offerLink(box, audio) {
  const button = box.querySelector('[data-link]');
  const status = box.querySelector('.said');
  if (!button) return;
  const address = () => `${box.dataset.player}#t=${Math.floor(placeOf(audio))}`;
  offerCopy(button, address, (says) => (status.textContent = says));
}

function rememberPlace(audio, key) {
  audio.addEventListener('loadedmetadata', () => {
    const place = awaited.get(audio) ?? Number(recall(key));
    awaited.delete(audio);
    if (place > 0) audio.currentTime = place;
  });
  audio.addEventListener('timeupdate', () => {
    const over = audio.duration - audio.currentTime < NEARLY_OVER;
    if (!audio.paused) keep(key, over ? 0 : Math.floor(audio.currentTime));
  });
}

/** Everything on the page that names a moment leads there: chapters, the transcript, and the page's own address. */
function joinPage(audio) {
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('[data-seek]');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    goTo(audio, Number(link.dataset.seek));
  });
  document.addEventListener('corridor:seek', ({ detail }) => goTo(audio, detail));
  const arrive = () => {
    const seconds = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash)?.[1];
    if (seconds !== undefined) seek(audio, Number(seconds));
  };
  addEventListener('hashchange', arrive);
  arrive();
  followChapters(audio);
}

function goTo(audio, seconds) {
  seek(audio, seconds);
  history.replaceState(null, '', `#t=${Math.floor(seconds)}`);
  audio.play().catch(() => {});
}

function followChapters(audio) {
  const links = [...document.querySelectorAll('.chapters [data-seek]')];
  audio.addEventListener('timeupdate', () => {
    const current = links.findLast((link) => Number(link.dataset.seek) <= audio.currentTime + 0.01);
    for (const link of links) {
      if (link === current) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  });
}

const placeOf = (audio) => awaited.get(audio) ?? audio.currentTime;

function seek(audio, seconds) {
  const place = Math.max(0, seconds);
  if (audio.readyState > 0) audio.currentTime = place;
  else awaited.set(audio, place);
}

/** @param tell for a button without words of its own */
function offerCopy(button, textOf, tell = (says) => (button.textContent = says)) {
  if (!navigator.clipboard) return;
  const says = button.textContent;
  button.hidden = false;
  const done = () => {
    tell(button.dataset.done);
    setTimeout(() => tell(button.dataset.link === undefined ? says : ''), 2000);
  };
  // In a frame on somebody else's page, the browser may refuse; then nothing is said to be copied.
  button.addEventListener('click', () => navigator.clipboard.writeText(textOf()).then(done, () => {}));
}

/** Browsers may refuse to store anything; then nothing is remembered. */
function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    localStorage.setItem(key, String(value));
  } catch {
    // nothing to do: listening goes on
  }
}
