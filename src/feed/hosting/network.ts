/** Whose an address in the network is: that of everybody, of this machine, or of a network behind a wall. */
export type Realm = 'public' | 'loopback' | 'private';

/** How far a check may reach: into the internet only, to this machine as well, or everywhere. */
export type Reach = 'public' | 'loopback' | 'everywhere';

/** First address and length of prefix, from the registries of special-purpose addresses (RFC 6890 and its followers). */
const ranges4: readonly (readonly [string, number, Realm])[] = [
  ['127.0.0.0', 8, 'loopback'],
  ['0.0.0.0', 8, 'private'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'private'],
  ['169.254.0.0', 16, 'private'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'private'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'private'],
  ['224.0.0.0', 3, 'private'],
];

/** @param address in numbers, as a resolver or a parsed URL gives it; with or without brackets */
export function realmOf(address: string): Realm {
  const bare = address.replace(/^\[|\]$|%.*$/g, '');
  return bare.includes(':') ? realmOf6(groupsOf(bare)) : realmOf4(numberOf(bare));
}

/** Whether a host is written in numbers, and so never asked of a resolver. */
export const isNumeric = (host: string): boolean =>
  host.startsWith('[') || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);

/** Whether a person who types this host means the machine before them. */
export const isOwn = (host: string): boolean =>
  /^localhost$|\.localhost$/i.test(host) || (isNumeric(host) && realmOf(host) === 'loopback');

/** @param hasBeenOutside whether a public host has redirected here: it must not send anybody inside */
export function isWithin(reach: Reach, realm: Realm, hasBeenOutside = false): boolean {
  if (reach === 'everywhere' || realm === 'public') return true;
  return reach === 'loopback' && realm === 'loopback' && !hasBeenOutside;
}

const numberOf = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const realmOf4 = (address: number): Realm =>
  ranges4.find(([from, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(address / size) === Math.floor(numberOf(from) / size);
  })?.[2] ?? 'public';

/** Eight groups of 16 bits; URLs write mapped addresses in this form, resolvers may end in dots. */
function groupsOf(text: string): readonly number[] {
  const plain = text.replace(/(\d{1,3}(?:\.\d{1,3}){3})$/, (dotted) => {
    const value = numberOf(dotted);
    return `${Math.floor(value / 65536).toString(16)}:${(value % 65536).toString(16)}`;
  });
  const [front = '', back] = plain.split('::');
  const read = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const [head, tail] = [read(front), read(back ?? '')];
  return [...head, ...Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => 0), ...tail];
}

function realmOf6(groups: readonly number[]): Realm {
  const [first = 0, second = 0] = groups;
  const inner = (groups[6] ?? 0) * 65536 + (groups[7] ?? 0);
  const leading = groups.slice(0, 6);
  if (leading.every((group) => group === 0))
    return inner === 1 ? 'loopback' : inner === 0 ? 'private' : realmOf4(inner);
  if (leading.slice(0, 5).every((group) => group === 0) && leading[5] === 0xffff) return realmOf4(inner);
  // NAT64 and 6to4 carry an address of the old kind inside.
  if (first === 0x64 && second === 0xff9b) return realmOf4(inner);
  if (first === 0x2002) return realmOf4(second * 65536 + (groups[2] ?? 0));
  // Unique local, link-local, site-local, multicast.
  return first >= 0xfc00 ? 'private' : 'public';
}
