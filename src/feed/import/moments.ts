/** Dates as feeds write them: RFC 2822 in all its misspellings, and ISO 8601. */

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** As other languages begin them, where not as English does. */
const FOREIGN: Readonly<Record<string, string>> = {
  ...{ mär: 'mar', mrz: 'mar', mai: 'may', okt: 'oct', dez: 'dec', fév: 'feb', avr: 'apr', aoû: 'aug' },
  ...{ déc: 'dec', ene: 'jan', abr: 'apr', ago: 'aug', dic: 'dec', fev: 'feb', set: 'sep', out: 'oct' },
};
/** Hours from UTC, of RFC 2822 and its relatives. */
const ZONES: Readonly<Record<string, number>> = {
  ...{ gmt: 0, ut: 0, utc: 0, z: 0, est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 },
  ...{ bst: 1, wet: 0, west: 1, cet: 1, cest: 2, mez: 1, mesz: 2, eet: 2, eest: 3, aest: 10, aedt: 11 },
};

/** Undefined where the text is no date. A zone that is not told or not known is UTC. */
export function readMoment(text: string): Date | undefined {
  const trimmed = text.trim().slice(0, 80);
  const read = readIso(trimmed) ?? readMail(trimmed);
  return read && !Number.isNaN(read.getTime()) ? read : undefined;
}

function readIso(text: string): Date | undefined {
  const [, day, clock = '00:00', seconds = '00', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d:\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?)? ?(Z|[+-]\d\d:?\d\d)?$/i.exec(text) ??
    [];
  if (day === undefined) return undefined;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : zone.replace(/^(...):?(..)$/, '$1:$2');
  return new Date(`${day}T${clock}:${seconds}${offset}`);
}

function readMail(text: string): Date | undefined {
  const [, day, month = '', year = '', hours = '0', minutes = '0', seconds = '0', half, zone = ''] =
    /^(?:\p{L}{2,12}\.?,?\s+)?(\d{1,2})\.?[\s-]+(\p{L}{3,12})\.?,?[\s-]+(\d{4}|\d\d)(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?(?:\s*([ap])\.?m\.?)?\s*([+-]\d\d:?\d\d|\p{L}{1,5})?(?:\s*\(.{0,40}\))?$/iu.exec(
      text,
    ) ?? [];
  const place = monthOf(month);
  if (day === undefined || place < 0 || Number(day) > 31) return undefined;
  const local = [hoursOf(Number(hours), half), Number(minutes) - offsetOf(zone), Number(seconds)] as const;
  return new Date(Date.UTC(yearOf(year), place, Number(day), ...local));
}

function monthOf(name: string): number {
  const short = name.toLowerCase().slice(0, 3);
  return MONTHS.indexOf(FOREIGN[short] ?? short);
}

/** RFC 2822, 4.3: two digits below 50 are of this century. */
function yearOf(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

function hoursOf(hours: number, half: string | undefined): number {
  if (half === undefined) return hours;
  return (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** Minutes from UTC. */
function offsetOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return 60 * (ZONES[zone.toLowerCase()] ?? 0);
}
