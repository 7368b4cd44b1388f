import fs from 'node:fs/promises';
import { subscribe } from 'node:diagnostics_channel';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Loaded into the program before it starts: ends it as a power cut would, at once and in the middle of its work. Either
 * right after so many changes of names on the disk, which is how the local store makes anything visible, or as soon as
 * the service has taken an object whose address ends so.
 */
const { KILL_AFTER_RENAMES = '', KILL_AFTER_PUT = '' } = process.env;
const end = () => process.kill(process.pid, 'SIGKILL');

if (KILL_AFTER_RENAMES !== '') {
  let left = Number(KILL_AFTER_RENAMES);
  for (const name of ['rename', 'rm']) {
    const act = fs[name];
    fs[name] = async (...words) => {
      const done = await act(...words);
      left -= 1;
      if (left === 0) end();
      return done;
    };
  }
  syncBuiltinESMExports();
}

if (KILL_AFTER_PUT !== '')
  subscribe('http.client.response.finish', ({ request, response }) => {
    const isIt = request.path.replace(/\?.*/, '').endsWith(KILL_AFTER_PUT);
    if (request.method === 'PUT' && response.statusCode === 200 && isIt) end();
  });
