// `npm run demo`: the built program's demo. A fresh `npm ci` has built it; if it is gone, it is built once more.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = new URL('../dist/cli/main.js', import.meta.url);

process.chdir(root);
if (!existsSync(program)) build();
process.argv.splice(2, 0, 'demo');
await import(program.href);

function build() {
  process.stderr.write('Building the program first; this happens once.\n');
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  process.stderr.write('The program could not be built.\nRun `npm ci`, then `npm run demo` again.\n');
  process.exit(1);
}
