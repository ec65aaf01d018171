// Secrets are read from where the configuration says.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSecret } from '../../src/app/secrets';

describe('app/secrets', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chargepointd-secrets-'));
    await writeFile(join(folder, 'mqtt'), ' pass word \n');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('takes a plain one as it is', async () => {
    assert.equal(await readSecret({ kind: 'plain', value: 'x\n' }), 'x\n');
  });

  it('reads a file without its last line break', async () => {
    assert.equal(await readSecret({ kind: 'file', path: join(folder, 'mqtt') }), ' pass word ');
  });

  it('reads a credential of systemd, and says when there are none', async () => {
    const secret = { kind: 'credential', name: 'mqtt' } as const;
    assert.equal(await readSecret(secret, { CREDENTIALS_DIRECTORY: folder }), ' pass word ');
    await assert.rejects(readSecret(secret, {}), /CREDENTIALS_DIRECTORY is not set/);
  });
});
