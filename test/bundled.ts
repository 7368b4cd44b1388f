import installer from '@ffmpeg-installer/ffmpeg';

/**
 * The ffmpeg that comes along: it starts at once, where one of a distribution loads two hundred libraries first. Tests
 * of the sound itself run with both (workshop/tools.ts).
 */
export const bundledProgram: string = installer.path;
