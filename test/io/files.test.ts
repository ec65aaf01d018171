// The Files port on a real folder.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFiles } from '../../src/io/files';

describe('io/files', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chargepointd-files-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('reads what it wrote, and undefined where there is nothing', async () => {
    const files = await openFiles(folder);
    const path = join(folder, 'state.json');
    assert.equal(await files.read(path), undefined);
    await files.write(path, 'é one');
    assert.equal(await files.read(path), 'é one');
    await files.remove(path);
    await files.remove(path);
    assert.equal(await files.read(path), undefined);
  });

  it('keeps the previous text as .bak and leaves no temporary file', async () => {
    const files = await openFiles(folder);
    const path = join(folder, 'state.json');
    for (const text of ['one', 'two', 'three']) await files.write(path, text);
    assert.equal(await readFile(path, 'utf8'), 'three');
    assert.equal(await readFile(`${path}.bak`, 'utf8'), 'two');
    assert.deepEqual((await readdir(folder)).sort(), ['state.json', 'state.json.bak']);
  });

  it('writes files that only their owner can read', async () => {
    const files = await openFiles(folder);
    await files.write(join(folder, 'a'), 'x');
    await files.append(join(folder, 'b'), 'x');
    for (const name of ['a', 'b']) assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600);
  });

  it('keeps the order of writes that are asked for at once', async () => {
    const files = await openFiles(folder);
    const path = join(folder, 'state.json');
    await Promise.all(Array.from({ length: 20 }, (_, index) => files.write(path, String(index))));
    assert.equal(await files.read(path), '19');
    assert.equal(await readFile(`${path}.bak`, 'utf8'), '18');
  });

  it('goes on after a write that failed, which is told with its code', async () => {
    const files = await openFiles(folder);
    const path = join(folder, 'none', 'state.json');
    const failed = files.write(path, 'one');
    const after = files.read(path);
    await assert.rejects(failed, { code: 'ENOENT' });
    assert.equal(await after, undefined);
  });

  it('leaves the old text when the new one cannot be written', async () => {
    const files = await openFiles(folder);
    const path = join(folder, 'state.json');
    await files.write(path, 'old');
    // A folder in the way of the temporary file stands in for a full disk.
    await mkdir(join(`${path}.tmp`, 'deep'), { recursive: true });
    await assert.rejects(files.write(path, 'new'));
    assert.equal(await files.read(path), 'old');
  });

  it('removes temporary files of a killed process when it opens, and nothing else', async () => {
    await writeFile(join(folder, 'state.json.tmp'), 'half');
    await writeFile(join(folder, 'state.json'), 'whole');
    const files = await openFiles(folder);
    assert.deepEqual(await readdir(folder), ['state.json']);
    await files.write(join(folder, 'state.json'), 'next');
  });

  it('appends lines, and starts a new one after a torn one', async () => {
    const files = await openFiles(folder);
    const path = join(folder, 'ledger.csv');
    await Promise.all([files.append(path, 'one'), files.append(path, 'two')]);
    await writeFile(path, 'one\ntwo\nthr');
    await files.append(path, 'four');
    assert.equal(await files.read(path), 'one\ntwo\nthr\nfour\n');
    await assert.rejects(files.append(path, 'a\nb'));
  });

  it('makes the folder', async () => {
    const deep = join(folder, 'var', 'lib');
    await openFiles(deep);
    assert.ok((await stat(deep)).isDirectory());
  });
});
