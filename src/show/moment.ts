import { CorridorError } from '../errors.ts';

/**
 * A moment as people write it: `2026-12-01 08:00`, on the clocks of a time zone of the IANA's list, or with an offset of its
 * own (`2026-12-01T08:00+01:00`, RFC 3339). An hour that clocks leave out in spring is the one behind it; of one that comes
 * twice in autumn, the first counts.
 * @throws CorridorError value-invalid
 */
export function readMoment(text: string, zone: string): Date {
  const form = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?$/i.exec(
    text.trim(),
  );
  if (!form) throw unreadable(text);
  const [year, month, day, hour, minute, second] = form.slice(1, 7).map((part = '0') => Number(part)) as Six;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const isReal = new Date(asUtc)
    .toISOString()
    .startsWith(`${form[1]}-${form[2]}-${form[3]}T${form[4]}:${form[5]}`);
  if (!isReal) throw unreadable(text);
  const offset = form[7];
  return new Date(offset === undefined ? onClocksOf(zone, asUtc) : asUtc - offsetOf(offset));
}

type Six = [number, number, number, number, number, number];

const MINUTE = 60_000;

function offsetOf(text: string): number {
  if (/z/i.test(text)) return 0;
  const [hours = 0, minutes = 0] = text.slice(1).split(':').map(Number);
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}

/** Milliseconds since 1970 at which clocks there show what the clocks of UTC show at `wanted`. */
function onClocksOf(zone: string, wanted: number): number {
  const offsets = [-1, 0, 1].map((days) => offsetIn(zone, wanted + days * 24 * 60 * MINUTE));
  const fitting = offsets.map((offset) => wanted - offset).filter((at) => at + offsetIn(zone, at) === wanted);
  // In the hour that is left out, no offset fits; the one before the change leads to the hour behind it.
  return fitting.length > 0 ? Math.min(...fitting) : wanted - (offsets[0] ?? 0);
}

/** Milliseconds by which clocks there are ahead of UTC's. @throws CorridorError value-invalid */
function offsetIn(zone: string, at: number): number {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

function clockOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en', {
      ...{ timeZone: zone, hourCycle: 'h23', calendar: 'gregory' },
      ...{
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      },
    });
  } catch (cause) {
    throw new CorridorError(
      'value-invalid',
      `There is no time zone “${zone.slice(0, 60)}”.`,
      'Name one of the IANA’s list, such as Europe/Berlin.',
      cause,
    );
  }
}

/** `2026-12-01 08:00 GMT+1`, on the clocks of a zone. */
export const printMoment = (moment: Date, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    timeZoneName: 'short',
  }).format(moment);

const unreadable = (text: string): CorridorError =>
  new CorridorError(
    'value-invalid',
    `“${text.slice(0, 60)}” is no moment.`,
    'Write it like 2026-12-01 08:00, or with its own offset like 2026-12-01T08:00+01:00.',
  );
