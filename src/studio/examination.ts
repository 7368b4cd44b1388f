import { createServer } from 'node:net';
import { problemOf } from '../errors.ts';
import { printBytes } from '../show/size.ts';
import { folderOf } from '../store/address.ts';
import type { ObjectStore } from '../store/store.ts';
import type { House } from './house.ts';
import { seeReach } from './reach.ts';
import type { Examination } from './studio.ts';

/** Looks whether everything that the work needs is there, and says how to mend what is not. */
export function examine(house: House): Promise<readonly Examination[]> {
  const { privateStore, publicStore } = house;
  return Promise.all([
    look('ffmpeg', () => seeTool(house)),
    look('episodes', () => seeStore('episodes', privateStore)),
    look('feed', () => seeStore('feed', publicStore)),
    look('catalogue', async () => good('catalogue', house.settings.CATALOGUE)),
    seePort(house),
    seeDisk(house),
    seeClock(house),
    seeAddress(house),
    seeReach(house),
  ]);
}

async function look(subject: string, see: () => Promise<Examination>): Promise<Examination> {
  try {
    return await see();
  } catch (thrown) {
    const { message, hint } = problemOf(thrown);
    return { subject, verdict: 'missing', says: message, mend: hint };
  }
}

const good = (subject: string, says: string): Examination => ({ subject, verdict: 'good', says });

async function seeTool({ tool }: House): Promise<Examination> {
  const { version, origin, program } = await tool();
  if (origin !== 'bundled') return good('ffmpeg', `${version}, the ${origin} one (${program})`);
  return {
    subject: 'ffmpeg',
    verdict: 'warning',
    says: `${version}, the bundled one; its MP3 encoder takes three times as long as that of version 5 or newer`,
    mend: 'Install ffmpeg (Debian: apt-get install ffmpeg) for faster work; nothing else changes.',
  };
}

async function seeStore(subject: string, store: ObjectStore): Promise<Examination> {
  await store.probe();
  return good(subject, `${store.address} can be written and read`);
}

function seePort({ settings: { HOST, PORT } }: House): Promise<Examination> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve({
        subject: 'port',
        verdict: 'warning',
        says: `${HOST}:${PORT} cannot be listened on (${error.code ?? error.message})`,
        mend: 'That is as it should be while corridor serve runs; else end what holds it, or set PORT to another one.',
      }),
    );
    server.listen(PORT, HOST, () => server.close(() => resolve(good('port', `${HOST}:${PORT} is free`))));
  });
}

/** Bytes; an hour's recording and what is made of it. */
const ROOMY = 1e9;

async function seeDisk({ scratch, settings }: House): Promise<Examination> {
  const free = await scratch.free();
  const says = `${printBytes(free)} free for work in progress`;
  if (free > settings.DISK_RESERVE + ROOMY) return good('disk', says);
  const mend =
    'An hour takes up to 1.4 GB while it is worked on: free some space, or point SCRATCH_DIR to a larger disk.';
  return { subject: 'disk', verdict: free > settings.DISK_RESERVE ? 'warning' : 'missing', says, mend };
}

/** Feeds carry dates and stores check signatures: a clock that is years off breaks both. */
async function seeClock({ clock }: House): Promise<Examination> {
  const now = clock.now();
  const says = now.toISOString().replace(/\.\d+Z$/, 'Z');
  if (now.getUTCFullYear() >= 2025) return good('clock', says);
  return {
    subject: 'clock',
    verdict: 'missing',
    says,
    mend: 'Set the system’s clock, for example with NTP.',
  };
}

/** Listeners' apps want https; a plain address is right only on this machine. */
async function seeAddress({ settings }: House): Promise<Examination> {
  const address = settings.PUBLIC_URL;
  const host = new URL(address).hostname;
  if (address.startsWith('https:')) return good('address', address);
  const isLocal = host === 'localhost' || host.startsWith('127.') || host === '[::1]';
  const mend = 'Put https in front (a reverse proxy, or the bucket’s own address) and set PUBLIC_URL to it.';
  const says = isLocal
    ? `${address}: heard on this machine only`
    : `${address} is not https: podcast apps refuse it`;
  return { subject: 'address', verdict: 'warning', says, mend };
}

/** The path at which the public address answers, for a server that stands in for a bucket. */
export function publicPath({ settings, publicStore }: House) {
  const path = new URL(settings.PUBLIC_URL).pathname.replace(/\/+$/, '');
  return { path, ...(folderOf(settings.FEED_STORE) === undefined ? {} : { store: publicStore }) };
}
