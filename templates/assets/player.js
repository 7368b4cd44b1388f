// Makes the page's player more comfortable. Everything works without it: the browser's own controls play the file,
// chapters are links into it, and the feed's address can be selected.
const SPEEDS = [1, 1.25, 1.5, 1.75, 2, 0.8];
const NEARLY_OVER = 20;

for (const box of document.querySelectorAll('[data-player]')) furnish(box);
for (const button of document.querySelectorAll('[data-copy]')) offerCopy(button);

function furnish(box) {
  const audio = box.querySelector('audio');
  box.querySelector('.controls').hidden = false;
  for (const button of box.querySelectorAll('[data-skip]')) {
    button.addEventListener('click', () => seek(audio, audio.currentTime + Number(button.dataset.skip)));
  }
  offerSpeeds(audio, box.querySelector('[data-speed]'));
  rememberPlace(audio, `place ${box.dataset.player}`);
  joinChapters(audio);
}

function offerSpeeds(audio, button) {
  const set = (speed) => {
    audio.playbackRate = speed;
    audio.defaultPlaybackRate = speed;
    button.textContent = `${speed}×`;
  };
  set(Number(recall('speed')) || 1);
  button.addEventListener('click', () => {
    set(SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length]);
    keep('speed', audio.playbackRate);
  });
}

function rememberPlace(audio, key) {
  audio.addEventListener('loadedmetadata', () => {
    const place = Number(recall(key));
    if (place > 0 && audio.currentTime === 0) audio.currentTime = place;
  });
  audio.addEventListener('timeupdate', () => {
    const over = audio.duration - audio.currentTime < NEARLY_OVER;
    if (!audio.paused) keep(key, over ? 0 : Math.floor(audio.currentTime));
  });
}

/** Chapters are links into the first of the files that the player may choose from. */
function joinChapters(audio) {
  const address = audio.src || audio.querySelector('source')?.src;
  const links = [...document.querySelectorAll('[data-seek]')].filter(
    (link) => address && link.href.startsWith(address),
  );
  for (const link of links) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      seek(audio, Number(link.dataset.seek));
      audio.play();
    });
  }
  audio.addEventListener('timeupdate', () => {
    const current = links.findLast((link) => Number(link.dataset.seek) <= audio.currentTime + 0.01);
    for (const link of links) {
      if (link === current) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  });
}

/** Where nothing is loaded yet, the place is taken up as soon as the length is known. */
function seek(audio, seconds) {
  const place = Math.max(0, seconds);
  if (audio.readyState > 0) {
    audio.currentTime = place;
    return;
  }
  audio.addEventListener('loadedmetadata', () => (audio.currentTime = place), { once: true });
  audio.load();
}

function offerCopy(button) {
  if (!navigator.clipboard) return;
  const says = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = says), 2000);
  });
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
