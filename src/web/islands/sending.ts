import type { Problem } from '../../errors.ts';
import { printBytes } from '../../show/size.ts';
import type { ReportJson } from '../json.ts';
import type { Told } from '../pages/notice.tsx';
import { printSecondsLeft } from '../pages/words.ts';
import { tellAlert } from './alert.tsx';
import { draw, follow } from './following.tsx';
import { proposeTitles } from './title.ts';

/** Sends the form in the background, shows how far it is, and keeps what was typed when it fails. */
export function takeUploads(): void {
  const form = document.querySelector('#upload');
  if (!(form instanceof HTMLFormElement)) return;
  proposeTitles(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const submitter = event.submitter instanceof HTMLButtonElement ? event.submitter : undefined;
    send(form, new FormData(form, submitter));
  });
}

type Answer = ReportJson & Readonly<{ known: boolean }>;

function send(form: HTMLFormElement, data: FormData): void {
  const fault = faultOf(form, data.get('recording'));
  tellAlert(form, fault);
  if (fault) return;
  const request = new XMLHttpRequest();
  const meter = openMeter(form, () => request.abort());
  request.upload.addEventListener('progress', (event) => meter.show(event.loaded, event.total));
  request.addEventListener('load', () => {
    meter.close();
    if (request.status < 300) welcome(form, JSON.parse(request.responseText) as Answer);
    else tellAlert(form, problemIn(request.responseText));
  });
  request.addEventListener('abort', () => meter.close());
  request.addEventListener('error', () => {
    meter.close();
    tellAlert(form, broken);
  });
  request.open('POST', addressFor(data));
  request.setRequestHeader('Accept', 'application/json');
  request.send(data);
}

function addressFor(data: FormData): string {
  const show = data.get('show');
  data.delete('show');
  return `/api/shows/${encodeURIComponent(typeof show === 'string' ? show : '')}/episodes`;
}

const broken = {
  message: 'The upload broke off.',
  hint: 'Everything you typed is still here: look at the connection, then send it again.',
};

function faultOf(form: HTMLFormElement, recording: unknown): Told | undefined {
  const limit = Number(form.dataset.limit);
  if (!(recording instanceof File) || recording.size === 0) {
    return { message: 'There is no recording yet.', hint: 'Choose a sound file that is not empty.' };
  }
  if (recording.size <= limit) return undefined;
  return {
    message: `The recording has ${printBytes(recording.size)}, more than the ${printBytes(limit)} taken here.`,
    hint: 'Hand in a compressed file such as FLAC or MP3.',
  };
}

function problemIn(text: string): Told {
  try {
    const { error, links } = JSON.parse(text) as { error: Problem; links?: ReportJson['links'] };
    return { ...error, link: links?.page };
  } catch {
    return broken;
  }
}

function openMeter(form: HTMLFormElement, cancel: () => void) {
  const part = <T extends HTMLElement>(query: string) => form.querySelector<T>(query);
  const [sending, bar] = [part('[data-sending]'), part<HTMLProgressElement>('[data-sending] progress')];
  const [says, percent] = [part('[data-says]'), part('[data-percent]')];
  const buttons = form.querySelectorAll<HTMLButtonElement>('button[name=publish]');
  const started = performance.now();
  const stay = (event: Event) => event.preventDefault();
  const set = (busy: boolean) => {
    if (sending) sending.hidden = !busy;
    for (const button of buttons) button.disabled = busy;
  };
  set(true);
  addEventListener('beforeunload', stay);
  part('[data-cancel]')?.addEventListener('click', cancel, { once: true });
  return {
    show(loaded: number, total: number) {
      const done = loaded / total;
      const seconds = ((performance.now() - started) / 1000 / done) * (1 - done);
      if (bar) bar.value = done * 100;
      if (percent) percent.textContent = `${Math.floor(done * 100)} %`;
      if (says)
        says.textContent = done < 1 ? `Uploading, ${printSecondsLeft(seconds)}` : 'Putting it away safely';
    },
    close() {
      set(false);
      removeEventListener('beforeunload', stay);
    },
  };
}

/** The new episode stands at the head of the list and reports from there; a known one has a page already. */
function welcome(form: HTMLFormElement, report: Answer): void {
  if (report.known) {
    location.assign(report.links.page);
    return;
  }
  form.reset();
  const list = document.querySelector('[data-episodes]');
  if (!list) return;
  document.querySelector('[data-empty]')?.remove();
  const item = document.createElement('li');
  item.dataset.events = report.links.events;
  list.prepend(item);
  draw(item, report);
  item.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  follow(item);
}
