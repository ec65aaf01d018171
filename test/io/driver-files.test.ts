// Where driver files are found.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDriver, shippedDrivers } from '../../src/io/driver-files';

describe('io/driver-files', () => {
  let shipped = '';
  before(async () => {
    shipped = await mkdtemp(join(tmpdir(), 'chargepointd-drivers-'));
    for (const [folder, name] of [
      ['b', 'two.json'],
      ['a', 'one.json'],
      ['a', 'README.md'],
    ] as const) {
      await mkdir(join(shipped, folder), { recursive: true });
      await writeFile(join(shipped, folder, name), `text of ${name}`);
    }
    await writeFile(join(shipped, 'README.md'), '');
  });
  after(() => rm(shipped, { recursive: true, force: true }));

  it('lists the shipped ones by id, and nothing else', async () => {
    assert.deepEqual(await shippedDrivers(shipped), ['a/one', 'b/two']);
    assert.deepEqual(await shippedDrivers(join(shipped, 'none')), []);
  });

  it('reads a shipped one by id, and one of your own by path from the folder', async () => {
    const byId = await readDriver('a/one', '/nowhere', shipped);
    assert.deepEqual(byId, { ok: true, file: join(shipped, 'a/one.json'), text: 'text of one.json' });
    const byPath = await readDriver('./two.json', join(shipped, 'b'), '/nowhere');
    assert.ok(byPath.ok && byPath.text === 'text of two.json');
    const absolute = await readDriver(join(shipped, 'b', 'two.json'), '/nowhere', '/nowhere');
    assert.ok(absolute.ok);
  });

  it('tells where it looked for one that is not there', async () => {
    const missing = await readDriver('x/y', '/nowhere', shipped);
    assert.deepEqual(missing, { ok: false, file: join(shipped, 'x/y.json'), cause: 'ENOENT' });
  });
});
