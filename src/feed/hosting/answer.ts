import { error, type Finding, type Verdict } from '../finding.ts';

/**
 * What is asked of servers and what they answer, as values. An inquiry is a conversation about one thing: it yields
 * questions, is given the answers, and returns its findings. Whoever leads it does the fetching.
 */
export type Inquiry = Generator<Question, readonly Finding[], Answer>;

export type Question = Readonly<{
  method: 'GET' | 'HEAD';
  url: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Bytes of the body that are wanted; no more is fetched. */
  most: number;
}>;

export type Answer = Reply | Silence;

/** A server's own words, behind all redirects. */
export type Reply = Readonly<{
  /** The address that answered at last. */
  url: string;
  hops: readonly Hop[];
  status: number;
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>;
  /** Decoded where it came compressed. */
  body: Uint8Array;
  /** Whether the body is all there was. */
  isWhole: boolean;
}>;

export type Hop = Readonly<{ status: number; from: string; to: string }>;

export type Reason =
  | 'unknown-host'
  | 'refused'
  | 'slow'
  | 'broken'
  | 'certificate'
  | 'private'
  | 'circle'
  | 'too-many-redirects'
  | 'lost';

/** No answer of any use. */
export type Silence = Readonly<{
  reason: Reason;
  /** What happened, as the end of a sentence after the address. */
  says: string;
}>;

export const isSilence = (answer: Answer): answer is Silence => 'reason' in answer;

/** A question with what stands in every one of them left out. */
export const ask = (method: Question['method'], url: string, rest: Partial<Question> = {}): Question => ({
  method,
  url,
  headers: {},
  most: 0,
  ...rest,
});

export const headerOf = ({ headers }: Reply, name: string): string => (headers.get(name) ?? '').trim();

/** `audio/mpeg` of `Audio/MPEG; charset=…`. */
export const typeOf = (reply: Reply): string =>
  (headerOf(reply, 'content-type').split(';', 1)[0] ?? '').trim().toLowerCase();

export const charsetOf = (reply: Reply): string =>
  (/;\s*charset\s*=\s*"?([\w-]{1,40})/i.exec(headerOf(reply, 'content-type'))?.[1] ?? '').toLowerCase();

/** Whether the body comes in another form than it is stored in. */
export const isCoded = (reply: Reply): boolean => !/^(identity)?$/i.test(headerOf(reply, 'content-encoding'));

/** Whole bytes that a header announces. */
export function lengthOf(reply: Reply): number | undefined {
  const value = headerOf(reply, 'content-length');
  return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

const rules = {
  'unknown-host': 'http-unreachable',
  refused: 'http-unreachable',
  slow: 'http-slow',
  broken: 'http-broken',
  certificate: 'http-certificate',
  private: 'http-private-address',
  circle: 'http-redirect-circle',
  'too-many-redirects': 'http-redirects',
  lost: 'http-redirects',
} as const;

const mends: Readonly<Record<Reason, string>> = {
  'unknown-host': 'Check the spelling of the host, and its entry in the DNS.',
  refused: 'Start the server, and let everybody reach it.',
  slow: 'Look why the server takes so long; apps give up after some seconds.',
  broken: 'Look into the log of the server, and of what stands in front of it.',
  certificate: 'Renew the certificate, and serve its whole chain; apps accept no other.',
  private: 'Publish under an address that everybody can reach.',
  circle: 'Let one address answer by itself.',
  'too-many-redirects': 'Redirect once, to the last address.',
  lost: 'Send a Location with an address that begins with https://',
};

/** Nothing can be said of a thing that does not answer, but that. */
export const silenceFinding = (place: string, url: string, { reason, says }: Silence): Verdict => [
  error(rules[reason], place, `${url} ${says}.`, mends[reason]),
];

/** An answer that is neither the thing nor a part of it. */
export const refusalFinding = (place: string, { url, status }: Reply): Verdict => [
  error('http-status', place, `${url} answers with ${status}${meaningOf(status)}.`, mendOf(status)),
];

const meanings: Readonly<Record<number, string>> = {
  401: ': it wants a login',
  403: ': it refuses',
  404: ': there is nothing',
  410: ': it is gone for ever',
  429: ': too many requests',
};
const meaningOf = (status: number): string => meanings[status] ?? (status >= 500 ? ': the server fails' : '');

const mendOf = (status: number): string =>
  status === 401 || status === 403
    ? 'Let everybody fetch it: no login, no cookie, no list of allowed clients or countries.'
    : 'Put the file there before the feed names it, or name the address where it is.';
