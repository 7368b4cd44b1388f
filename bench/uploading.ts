import { randomUUID } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { request } from 'node:http';
import { pipeline } from 'node:stream/promises';

/** Sends a recording as a browser's form would; resolves with the path of its episode. */
export async function upload(url: string, recording: string): Promise<string> {
  const boundary = `corridor-${randomUUID()}`;
  const head = Buffer.from(
    [
      ...fieldOf(boundary, 'title', 'Memory'),
      ...fieldOf(boundary, 'publish', 'now'),
      ...fieldOf(boundary, 'again', 'true'),
      `--${boundary}`,
      'Content-Disposition: form-data; name="recording"; filename="recording.wav"',
      'Content-Type: audio/wav',
      '',
      '',
    ].join('\r\n'),
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const sending = request(url, {
    method: 'POST',
    headers: {
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
      'Content-Length': head.length + statSync(recording).size + tail.length,
      Accept: 'application/json',
    },
  });
  const answered = new Promise<{ status: number; location: string; text: string }>((resolve, reject) => {
    sending.once('error', reject).once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '', text });
      });
    });
  });
  sending.write(head);
  await pipeline(createReadStream(recording), sending, { end: false });
  sending.end(tail);
  const { status, location, text } = await answered;
  if (status >= 300) throw new Error(`The upload was answered with ${status}: ${text}`);
  return location;
}

const fieldOf = (boundary: string, name: string, value: string): string[] => [
  `--${boundary}`,
  `Content-Disposition: form-data; name="${name}"`,
  '',
  value,
];
