import { sample } from '../test/cli/program.ts';
import { ffmpeg } from '../test/sounds.ts';

/** The sample's talk, again and again, as a phone writes it: 48 kHz WAV, one microphone on both channels. */
export async function recordTalk(path: string, minutes: number): Promise<string> {
  const looped = ['-stream_loop', '-1', '-i', sample('recording.m4a'), '-t', String(minutes * 60)];
  await ffmpeg([...looped, '-ar', '48000', '-ac', '2', '-c:a', 'pcm_s16le', path]);
  return path;
}

/** The same as two microphones hear it: the right one a little later and softer, each with a noise of its own. */
export async function recordTalkInStereo(path: string, minutes: number): Promise<string> {
  const looped = ['-stream_loop', '-1', '-i', sample('recording.m4a')];
  const noise = ['-f', 'lavfi', '-i', 'anoisesrc=color=pink:seed=5:sample_rate=48000:amplitude=0.001'];
  const graph = [
    '[0:a]aresample=48000,asplit[a][b]',
    '[b]pan=mono|c0=1.4*c0,adelay=0.5[late]',
    '[late][1:a]amix=inputs=2:duration=first:weights=1 1[right]',
    '[a]pan=mono|c0=c0[left]',
    '[left][right]join=inputs=2:channel_layout=stereo[out]',
  ].join(';');
  const shape = ['-map', '[out]', '-t', String(minutes * 60), '-c:a', 'pcm_s16le', path];
  await ffmpeg([...looped, ...noise, '-filter_complex', graph, ...shape]);
  return path;
}
