import { expect, test } from 'vitest';
import { painterFor } from '../../src/cli/paint.ts';
import { reportText } from '../../src/cli/report.ts';
import { praise } from '../../src/sound/room.ts';
import type { EpisodeReport } from '../../src/studio/studio.ts';

test('praise among the remarks has no warning sign', () => {
  const report = {
    ...{ show: { slug: 's' }, episode: { slug: 'e', title: 'E' }, state: 'ready' },
    ...{ alternates: [], warnings: [], remarks: [praise.says, 'One channel is silent.'] },
  } as unknown as EpisodeReport;
  const text = reportText(report, painterFor(process.stdin as never));
  expect(text).toContain(`✓ ${praise.says}`);
  expect(text).toContain('! One channel is silent.');
});
