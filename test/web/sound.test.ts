import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportJson, SoundJson } from '../../src/web/json.ts';
import { makeSpeech } from '../sounds.ts';
import { codeOf, openWebHouse, soundFile, speechOf, talks, type WebHouse } from './house.ts';

const token = 'a secret of this test';
const html = { Accept: 'text/html' };
const one = '/api/shows/talks/episodes/one';
const whole = '/shows/talks/episodes/one/report';

describe('the sound of an episode', () => {
  let house: WebHouse;
  const ask = (path: string, headers: Record<string, string> = {}) =>
    house.ask(path, { headers: { Authorization: `Bearer ${token}`, ...headers } });
  const read = async () => (await (await ask(one)).json()) as ReportJson;
  const pageOf = async () => (await ask('/episodes/talks/one', html)).text();

  beforeAll(async () => {
    house = await openWebHouse({ CORRIDOR_TOKEN: token });
    const intro = await makeSpeech(join(house.folder, 'intro.wav'), { seconds: 2, seed: 9 });
    await house.studio.shows.create({ ...talks, intros: [intro] });
    const parts = [
      ['title', 'One'],
      ['publish', 'now'],
      ['chapters', '00:00 Welcome\n00:01 <b>Two</b> of them\n00:02 The end'],
      ['recording', soundFile(await speechOf(house.folder))],
    ] as const;
    const answer = await house.upload(parts, undefined, { headers: { Authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(201);
  });
  afterAll(() => house.close());

  describe('before there is a master', () => {
    test('has no report and no pictures yet', async () => {
      for (const path of [whole, `${one}/sound`]) {
        const answer = await ask(path);
        expect([answer.status, await codeOf(answer)]).toEqual([409, 'episode-not-ready']);
      }
      const page = await pageOf();
      expect(page).toContain('<h1>One</h1>');
      expect(page).not.toMatch(/class="sound"|Whole report/);
      expect(await read()).toMatchObject({ chapters: [{ start: 0 }, { start: 1 }, { start: 2 }] });
      expect((await read()).links).not.toHaveProperty('report');
    });
  });

  describe('once it is published', () => {
    beforeAll(async () => {
      const stop = await house.studio.work();
      await (await ask(`${one}/events`)).text();
      await stop();
    });

    test('stands in the page: three pictures, the room, and the way to the report', async () => {
      const page = await pageOf();
      expect(page.match(/<figure>/g)).toHaveLength(3);
      for (const id of ['before', 'gain', 'after']) expect(page).toContain(`id="sound-${id}-title"`);
      expect(page).toContain(`<a href="${whole}">Whole report</a>`);
      const { room, pictures, remarks } = (await (await ask(`${one}/sound`)).json()) as SoundJson;
      expect(page).toContain(pictures);
      for (const { says } of room) expect(page.split(says)).toHaveLength(2);
      expect(remarks).toHaveLength((await read()).remarks.length - room.length);
      expect(page).not.toMatch(/ style="|<style|<b>Two/);
    });

    test('has its style in the studio’s own sheet', async () => {
      const address = /href="(\/assets\/studio\.css[^"]*)"/.exec(await pageOf())?.[1] ?? '';
      expect(await (await ask(address)).text()).toContain('--sound-wave');
    });

    test('is told whole in a document of its own, which fetches and runs nothing', async () => {
      const answer = await ask(whole, html);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      const report = await answer.text();
      const [, said = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(report) ?? [];
      expect(said).toContain("default-src 'none'");
      expect(answer.headers.get('content-security-policy')).toContain(said);
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(report).toContain('<h1 dir="auto">One</h1>');
    });

    test('tells where the chapters are on the master, and where the certificate is', async () => {
      const report = await read();
      expect(report.episode.chapters.map(({ start }) => start)).toEqual([0, 1, 2]);
      const starts = report.chapters.map(({ start }) => start);
      expect(starts).toEqual([0, 2.5, 3.5]);
      expect(await pageOf()).toContain('<span class="time">0:03</span>The end');
      const certificate = await house.ask(new URL(report.certificateUrl ?? '').pathname);
      expect(await certificate.json()).toMatchObject({
        version: 1,
        enclosure: { bytes: report.enclosure?.bytes },
      });
    });

    test('stays what it was when the show is edited', async () => {
      const before = await (await ask(`${one}/sound`)).text();
      await house.studio.shows.edit('talks', { author: 'Somebody else', intros: [] });
      expect(await (await ask(`${one}/sound`)).text()).toBe(before);
    });

    test('is for those alone who may see the page', async () => {
      for (const path of [whole, `${one}/sound`]) expect((await house.ask(path)).status).toBe(401);
      const led = await house.ask(whole, { headers: html });
      expect([led.status, led.headers.get('location')]).toEqual([
        303,
        `/sign-in?to=${encodeURIComponent(whole)}`,
      ]);
    });

    test.each([
      ['/shows/talks/episodes/two/report', 'episode-unknown'],
      ['/shows/walks/episodes/one/report', 'show-unknown'],
      ['/api/shows/talks/episodes/two/sound', 'episode-unknown'],
    ])('%s is 404', async (path, code) => {
      const answer = await ask(path);
      expect([answer.status, await codeOf(answer)]).toEqual([404, code]);
    });
  });
});
