import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { systemCode } from '../../src/store/disk.ts';
import { describeUnless } from './absent.ts';
import { printCephConf } from './ceph-conf.ts';
import { absentPrograms, endServer, freePort, runTool, startServer, until } from './processes.ts';

/**
 * A throw-away S3 service with real behaviour: Ceph's RADOS Gateway on loopback, all in memory. It takes about four
 * seconds to start, so each test file has its own.
 */
export type S3Service = Readonly<{
  endpoint: string;
  region: string;
  accessKey: string;
  secretKey: string;
  /** With `publicRead`, everybody may GET and HEAD every object. */
  createBucket(name: string, options?: { publicRead?: boolean }): Promise<void>;
  /** Keys of uploads that were begun and neither completed nor taken back. */
  openUploads(bucket: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}>;

const region = 'us-east-1';
const accessKey = 'corridor-test';
const secretKey = 'corridor-test-secret';
const folderName = 'corridor-ceph-';
const programs = [
  'ceph',
  'ceph-authtool',
  'ceph-mon',
  'ceph-osd',
  'monmaptool',
  'radosgw',
  'radosgw-admin',
  'setpriv',
];

/** Why there is no S3 service to test with, and what to do about it; `undefined` when there is one. */
export function s3Absent(): string | undefined {
  const absent = absentPrograms(programs);
  if (absent.length === 0) return undefined;
  const install = 'apt-get install -y --no-install-recommends ceph-mon ceph-osd radosgw ceph-common';
  return `without ${absent.join(', ')} there is no S3 service: ${install}`;
}

export const describeWithS3 = (name: string, fn: () => void): void => describeUnless(s3Absent(), name, fn);

/** A start takes about four seconds, ten on busy cores. One that takes this long never ends. */
const patience = 30_000;

/**
 * Begins anew, twice, when a start fails: another program may have taken a port between asking for it and using it, and
 * then what waits at that port waits for ever.
 */
export async function startS3(): Promise<S3Service> {
  await sweepFolders();
  for (const attempt of ['first', 'second']) {
    try {
      return await startOnce();
    } catch (error) {
      console.warn(`The ${attempt} start of Ceph failed, so it is started anew.`, error);
    }
  }
  return startOnce();
}

async function startOnce(): Promise<S3Service> {
  const folder = await mkdtemp(join(tmpdir(), `${folderName}${process.pid}-`));
  const cluster: Cluster = { folder, servers: [], failed: new AbortController() };
  const deadline = setTimeout(() => giveUp(cluster, `not ready after ${patience} ms`), patience);
  const stop = async () => {
    await Promise.all(cluster.servers.map(endServer));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const endpoint = await startCluster(cluster);
    return { endpoint, region, accessKey, secretKey, stop, ...openDesk(endpoint) };
  } catch (error) {
    const logs = await readLogs(folder);
    await stop();
    throw new Error(`Ceph did not start. ${logs}`, { cause: cluster.failed.signal.reason ?? error });
  } finally {
    clearTimeout(deadline);
  }
}

/** Programs of one start. Whatever is still being waited for ends with `failed`. */
type Cluster = Readonly<{ folder: string; servers: ChildProcess[]; failed: AbortController }>;

const giveUp = ({ failed }: Cluster, why: string): void => failed.abort(new Error(why));

async function startCluster(cluster: Cluster): Promise<string> {
  const { folder, servers } = cluster;
  const { signal } = cluster.failed;
  const conf = join(folder, 'ceph.conf');
  const path = (name: string) => join(folder, name);
  const tool = (program: string, ...args: string[]) =>
    runTool(program, ['-c', conf, ...args], { signal, killSignal: 'SIGKILL' });
  const serve = (program: string, ...args: string[]) => {
    const server = startServer(program, ['-c', conf, '-f', ...args], path(`${program}.out`));
    server.once('exit', () => giveUp(cluster, `${program} ended`));
    servers.push(server);
  };
  const [fsid, osd, port, gate] = [randomUUID(), randomUUID(), await freePort(), await freePort()];
  await Promise.all(['mon', 'osd', 'rgw', 'crash'].map((name) => mkdir(path(name))));
  await writeFile(conf, printCephConf(folder, fsid, port));

  await runTool('ceph-authtool', [
    '--create-keyring',
    path('keyring'),
    '--gen-key',
    '-n',
    'mon.',
    '--cap',
    'mon',
    'allow *',
  ]);
  await runTool('monmaptool', [
    '--create',
    '--fsid',
    fsid,
    '--addv',
    'a',
    `[v1:127.0.0.1:${port}]`,
    path('monmap'),
  ]);
  await tool('ceph-mon', '--mkfs', '-i', 'a', '--monmap', path('monmap'), '--keyring', path('keyring'));
  serve('ceph-mon', '-i', 'a');
  await tool('ceph', '--connect-timeout', '50', 'osd', 'new', osd);
  // By itself the storage would ask for its place before it knows the cluster, and end when that is too early.
  await tool('ceph', 'osd', 'crush', 'create-or-move', 'osd.0', '1.0', 'host=here', 'root=default');
  await tool('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', osd);
  serve('ceph-osd', '-i', '0');
  const user = [
    '--uid=test',
    '--display-name=test',
    `--access-key=${accessKey}`,
    `--secret-key=${secretKey}`,
  ];
  await tool('radosgw-admin', 'user', 'create', ...user);
  serve('radosgw', '-n', 'client.rgw', `--rgw_frontends=beast endpoint=127.0.0.1:${gate}`);
  const endpoint = `http://127.0.0.1:${gate}`;
  await until(() => answers(endpoint, signal), 'the S3 gateway answers');
  return endpoint;
}

/** Throws once the start has failed. */
async function answers(endpoint: string, failed: AbortSignal): Promise<boolean> {
  try {
    return (await fetch(endpoint, { signal: AbortSignal.any([failed, AbortSignal.timeout(2_000)]) })).ok;
  } catch {
    failed.throwIfAborted();
    return false;
  }
}

function openDesk(endpoint: string): Pick<S3Service, 'createBucket' | 'openUploads'> {
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  return {
    async createBucket(Bucket, { publicRead = false } = {}) {
      await client.send(new CreateBucketCommand({ Bucket }));
      if (publicRead) await client.send(new PutBucketPolicyCommand({ Bucket, Policy: publicPolicy(Bucket) }));
    },
    async openUploads(Bucket) {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
      return Uploads.map(({ Key = '' }) => Key);
    },
  };
}

const publicPolicy = (bucket: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: ['*'] },
        Action: ['s3:GetObject'],
        Resource: [`arn:aws:s3:::${bucket}/*`],
      },
    ],
  });

/** Folders of test processes that were killed; their servers died with them. */
async function sweepFolders(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(folderName));
  const left = names.filter((name) => !isAlive(Number(name.slice(folderName.length).split('-')[0])));
  await Promise.allSettled(left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true })));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

async function readLogs(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => /\.(out|log)$/.test(name));
  const logs = names.map(
    async (name) => `${name}: ${(await readFile(join(folder, name), 'utf8')).slice(-500)}`,
  );
  return (await Promise.all(logs)).join('\n');
}
