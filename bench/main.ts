import { benchAccuracy } from './accuracy.ts';
import { benchFeed } from './feed.ts';
import { type Figures, printFigures } from './figures.ts';
import { printHardware } from './hardware.ts';
import { benchMemory } from './memory.ts';
import { benchLongFeed } from './publish.ts';
import { benchOneMore } from './publish-one.ts';
import { benchServing } from './publish-serving.ts';
import { benchLength, benchSound } from './sound.ts';

/** `npm run bench [-- name …]`: every benchmark measures its baseline in the same run. */
const benches: Readonly<Record<string, readonly (() => Promise<Figures>)[]>> = {
  feed: [benchFeed],
  publish: [benchLongFeed, benchOneMore, benchServing],
  memory: [benchMemory],
  sound: [benchSound, benchLength, benchAccuracy],
};

const asked = process.argv.slice(2);
const strangers = asked.filter((name) => !(name in benches));
if (strangers.length > 0) {
  console.error(
    `No benchmark is called ${strangers.join(', ')}.\nThere are: ${Object.keys(benches).join(', ')}.`,
  );
  process.exit(2);
}

console.log(await printHardware());
for (const [name, parts] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const bench of parts) console.log(`\n${name}\n${printFigures(await bench())}`);
}
