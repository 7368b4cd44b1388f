import type { Settings } from '../config.ts';
import type { Studio } from '../studio/studio.ts';
import { type Desk, interruption, withStudio } from './desk.ts';
import { textOf } from './layout.ts';

/** The studio's page, API and, in local mode, the public files; does the work that is owed until interrupted. */
export const serve = (desk: Desk): Promise<void> =>
  withStudio(async (studio, settings) => {
    const server = await listen(studio, settings);
    const stop = await studio.work();
    try {
      desk.answer({
        json: { address: server.address, port: server.port, publicUrl: settings.PUBLIC_URL },
        text: textOf([
          `${desk.paint.good('✓')} Corridor listens on ${desk.paint.strong(server.address)}`,
          desk.paint.quiet('  Ctrl-C stops it; work that is under way goes on at the next start.'),
        ]),
      });
      await interruption(desk.signal);
    } finally {
      await server.close();
      await stop();
    }
  });

export type Server = Readonly<{ address: string; port: number; close(): Promise<void> }>;

/** @throws CorridorError port-taken */
export async function listen(studio: Studio, settings: Settings): Promise<Server> {
  const { openServer } = await import('../web/server.ts');
  return openServer(studio, settings);
}
