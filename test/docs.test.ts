// Holds the documentation against the program: commands, flags, keys, the sample configuration, rooms, changelog.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freshDriversReadme, freshReadme } from '../scripts/docs';
import { withSection } from '../scripts/docs-tables';
import { loadCatalogue } from '../src/app/driver-library';
import { parseConfig } from '../src/config/parse';
import { ROOMS } from './tidy/rooms';

const root = join(__dirname, '..');
const text = (name: string): string => readFileSync(join(root, name), 'utf8');

describe('the README', () => {
  it('has the commands, flags and keys that the program has (npm run docs writes them)', async () => {
    assert.equal(text('README.md'), await freshReadme(text('README.md')));
  });

  it('names every key, nested ones by their path', () => {
    for (const key of [
      'mqtt.url',
      'fimp.states',
      'buses.NAME.serial',
      'chargepoints[].max_current',
      'log_level',
    ])
      assert.ok(text('README.md').includes(`| \`${key}\``), key);
  });

  it('shows a configuration that can be used as it is', async () => {
    const sample = /```yaml\n([\s\S]*?)```/.exec(text('README.md'))?.[1]?.replaceAll(/^ {3}/gm, '') ?? '';
    const drivers = await loadCatalogue();
    const { config, problems } = parseConfig(sample, 'README.md', {
      folder: '/',
      drivers,
      knownDrivers: [...drivers.keys()],
    });
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.equal(config?.chargepoints.length, 1);
  });

  it('has a line that .ci/run finds as the test command', () => {
    assert.match(text('README.md'), /^npm test$/m);
  });

  it('refuses a document without the section', () => {
    assert.throws(() => withSection('nothing', 'keys', ''), /no section keys/);
  });

  it('names only files that are there', () => {
    for (const [, name] of text('README.md').matchAll(/`((?:src|drivers)\/[\w./-]+\.\w+)`/g))
      assert.ok(existsSync(join(root, name ?? '')), name);
  });
});

describe('drivers/README.md', () => {
  const readme = text('drivers/README.md');

  it('has the models that the folder has, with what they can do (npm run docs writes them)', async () => {
    assert.equal(readme, await freshDriversReadme(readme));
  });

  it('names every driver file', async () => {
    for (const id of (await loadCatalogue()).keys()) assert.ok(readme.includes(`](${id}.json)`), id);
  });
});

describe('src/README.md', () => {
  const rows = [
    ...text('src/README.md').matchAll(/^\| `(\w+)(?:\/|\.ts)` .*\| (thinks|touches) *\| (.*?) *\|$/gm),
  ];

  it('lists every room that exists, and none that does not', () => {
    const rooms = readdirSync(join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.name.endsWith('.ts'))
      .map((entry) => entry.name.replace(/\.ts$/, ''));
    assert.deepEqual(rows.map(([, name]) => name).sort(), rooms.sort());
  });

  it('says of each room what the tidy test enforces', () => {
    for (const [, name, kind, imports] of rows) {
      const room = ROOMS[name ?? '']!;
      assert.equal(kind, room.thinks ? 'thinks' : 'touches', name);
      const said = imports === 'all above' ? room.imports : imports === 'nothing' ? [] : imports!.split(' ');
      assert.deepEqual(said, room.imports, name);
    }
  });

  it('lists the rooms in reading order', () => {
    const order = Object.keys(ROOMS);
    const listed = rows.map(([, name]) => order.indexOf(name ?? ''));
    assert.deepEqual(
      listed,
      [...listed].sort((a, b) => a - b),
    );
  });
});

describe('CHANGELOG.md', () => {
  it('uses only its four headings, in their order, in every release', () => {
    const headings = ['Features', 'Fixes', 'Drivers', 'Under the hood'];
    const releases = text('CHANGELOG.md').split(/^## /m).slice(1);
    assert.ok(releases.length > 0);
    for (const release of releases) {
      const used = [...release.matchAll(/^### (.*)$/gm)].map(([, name]) => headings.indexOf(name ?? ''));
      assert.ok(!used.includes(-1), release);
      assert.deepEqual(
        used,
        [...used].sort((a, b) => a - b),
      );
    }
  });
});
