import { bundled, type Ffmpeg, hasSystem, system } from '../test/workshop/tools.ts';

/** The ffmpegs that are here: one of version 5 or newer where there is one, and the bundled one. */
export type Tool = Ffmpeg;
export const toolsHere = (): readonly Tool[] => [...(hasSystem ? [system] : []), bundled];
