import { describe, expect, it } from 'vitest';
import { sayReadable, withPublicRead, withReadingAnywhere } from '../../src/store/exposure.ts';

const whole = { bucket: 'talks', prefix: '' };
const part = { bucket: 'talks', prefix: 'feed' };
const read = (text: string | undefined) => JSON.parse(text ?? 'null') as { Statement: readonly object[] };
const statement = (said: object = {}) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::talks/*',
  ...said,
});
const policy = (...statements: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

describe('the policy of a public bucket', () => {
  it.each([
    [whole, 'arn:aws:s3:::talks/*'],
    [part, 'arn:aws:s3:::talks/feed/*'],
  ])('lets anybody get what lies in %o, and do nothing else', (place, resource) => {
    expect(read(withPublicRead(undefined, place)).Statement).toEqual([
      {
        Sid: 'CorridorPublicRead',
        Effect: 'Allow',
        Principal: { AWS: ['*'] },
        Action: ['s3:GetObject'],
        Resource: [resource],
      },
    ]);
  });

  it('is told with what it opens: a prefix opens no more than what lies below it', () => {
    expect(sayReadable(whole)).toContain('every object in the bucket talks (');
    expect(sayReadable(part)).toContain('every object below feed/ in the bucket talks (');
  });

  it('keeps what others have said', () => {
    const foreign = {
      Sid: 'Backup',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::1:root' },
      Action: 's3:*',
    };
    expect(read(withPublicRead(policy(foreign), whole)).Statement).toEqual([
      foreign,
      expect.objectContaining({ Sid: 'CorridorPublicRead' }),
    ]);
  });

  it('takes the place of its own former statement', () => {
    const first = withPublicRead(undefined, { bucket: 'talks', prefix: 'old' });
    expect(read(withPublicRead(first, part)).Statement).toHaveLength(1);
  });

  it.each([
    ['its own', withPublicRead(undefined, part) ?? ''],
    ['one for the whole bucket', policy(statement())],
    ['lists of one', policy(statement({ Principal: { AWS: ['*'] }, Action: ['s3:Get*'] }))],
    ['a single statement', JSON.stringify({ Statement: statement({ Principal: { AWS: '*' } }) })],
  ])('stays as it is where it says so already: %s', (_, present) => {
    expect(withPublicRead(present, part)).toBeUndefined();
  });

  it.each([
    ['another bucket', { Resource: 'arn:aws:s3:::other/*' }],
    ['another part', { Resource: 'arn:aws:s3:::talks/private/*' }],
    ['some addresses', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
    ['somebody', { Principal: { AWS: 'arn:aws:iam::1:root' } }],
    ['a refusal', { Effect: 'Deny' }],
    ['writing', { Action: 's3:PutObject' }],
  ])('is not taken for public because of %s', (_, said) => {
    expect(read(withPublicRead(policy(statement(said)), part)).Statement).toHaveLength(2);
  });
});

describe('the CORS rules of a public bucket', () => {
  it('let any site read, in parts too, and keep those of others', () => {
    const foreign = { AllowedOrigins: ['https://intranet.example'], AllowedMethods: ['GET', 'PUT'] };
    const [kept, added] = withReadingAnywhere([foreign]) ?? [];
    expect(kept).toBe(foreign);
    expect(added).toMatchObject({
      AllowedOrigins: ['*'],
      AllowedMethods: ['GET', 'HEAD'],
      AllowedHeaders: ['*'],
    });
    expect(added?.ExposeHeaders).toContain('Content-Range');
    expect(withReadingAnywhere([foreign, added ?? {}])).toBeUndefined();
  });
});
