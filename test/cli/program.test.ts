// The command line: help, version, usage errors, and what the reading commands print.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from '../../src/cli/program';
import { run } from './run';

const root = join(__dirname, '..', '..');
const QUIET = { out: process.stdout, err: process.stderr, environment: {} };
const FINE = `mqtt: { url: mqtt://hub, username: u, password: p }
buses: { a: { tcp: box } }
chargepoints: [{ address: w, driver: abb/terra-ac, bus: a, max_current: 16 }]
`;

describe('cli/program', () => {
  const commands = buildProgram(QUIET, () => undefined).commands.map((command) => command.name());

  for (const args of [['--help'], ...commands.map((name) => [name, '--help'])])
    it(`helps with ${args.join(' ')}`, async () => {
      const { code, out, err } = await run(args);
      assert.deepEqual([code, err], [0, '']);
      assert.match(out, /^Usage: chargepointd/);
    });

  it('prints the version of package.json', async () => {
    const { code, out } = await run(['--version']);
    assert.equal(code, 0);
    assert.match(out, /^\d+\.\d+\.\d+\n$/);
  });

  for (const [args, told] of [
    [['chekc'], /unknown command 'chekc'.*check/],
    [['check', '--confg', 'x'], /unknown option '--confg'.*--config/],
    [['check', '--config'], /argument missing/],
    [['drivers', 'a', 'b'], /too many arguments/],
  ] as const)
    it(`ends with 2 and one line for ${args.join(' ')}`, async () => {
      const { code, out, err } = await run(args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, told);
      assert.equal(err.trim().split('\n').length, 1, err);
    });

  it('shows its help and ends with 2 when it is asked for nothing', async () => {
    const { code, err } = await run([]);
    assert.equal(code, 2);
    assert.match(err, /^Usage:/);
  });

  describe('check', () => {
    let folder = '';
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'chargepointd-check-'));
    });
    after(() => rm(folder, { recursive: true, force: true }));

    async function file(text: string, mode = 0o600): Promise<string> {
      const path = join(folder, 'config.yaml');
      await writeFile(path, text);
      await chmod(path, mode);
      return path;
    }

    it('accepts a good file', async () => {
      const path = await file(FINE);
      const { code, out, err } = await run(['check', '--config', path]);
      assert.deepEqual(
        [code, out, err],
        [0, `${path}: can be used (1 chargepoint, 0 errors, 0 warnings)\n`, ''],
      );
    });

    it('ends with 0 for warnings, such as a password that everybody can read', async () => {
      const { code, out } = await run(['check', '-c', await file(FINE, 0o644)]);
      assert.equal(code, 0);
      assert.match(out, /config\.yaml:1:49 warning: mqtt\.password: everybody on this machine can read/);
      assert.match(out, /0 errors, 1 warning\)/);
    });

    it('tells every error and ends with 78', async () => {
      const { code, out } = await run([
        'check',
        '-c',
        await file(FINE.replace('16', '64').replace('terra', 'tera')),
      ]);
      assert.equal(code, 78);
      assert.match(out, /there is no driver abb\/tera-ac; write `abb\/terra-ac`/);
      const both = await run([
        'check',
        '-c',
        await file(FINE.replace('16', '64').replace('username', 'user')),
      ]);
      assert.match(both.out, /64 A is outside/);
    });

    it('tells a file that is not there like any other problem', async () => {
      const { code, out, err } = await run(['check', '--config', join(folder, 'none.yaml')]);
      assert.deepEqual([code, err], [78, '']);
      assert.match(out, /none\.yaml:1:1 there is no such file; name another one with --config FILE/);
    });

    it('prints JSON, without the secrets of the file', async () => {
      const { code, out } = await run(['check', '--json', '--config', await file(FINE, 0o644)]);
      assert.equal(code, 0);
      const found = JSON.parse(out) as { ok: boolean; problems: { line: number; severity: string }[] };
      assert.equal(found.ok, true);
      assert.deepEqual([found.problems[0]!.line, found.problems[0]!.severity], [1, 'warning']);
      assert.ok(!('config' in found));
    });
  });

  describe('check --driver', () => {
    let path = '';
    before(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'chargepointd-driver-'));
      path = join(folder, 'own.json');
    });
    after(() => rm(join(path, '..'), { recursive: true, force: true }));

    /** The lines that `check --driver` prints for a file with these mistakes, without the path. */
    async function checked(...mistakes: [string, string][]) {
      const shipped = await readFile(join(root, 'drivers', 'obo', 'ion.json'), 'utf8');
      const text = mistakes.reduce((planted, [from, to]) => planted.replace(from, to), shipped);
      await writeFile(path, text);
      const { code, out, err } = await run(['check', '--driver', path]);
      return { code, err, lines: out.replaceAll(path, 'own.json').trimEnd().split('\n') };
    }

    it('accepts a shipped driver, by path and by id', async () => {
      const { code, lines } = await checked();
      assert.deepEqual(
        [code, lines],
        [0, ['own.json: can be used (driver obo/ion, 2 variants, 0 errors, 0 warnings)']],
      );
      assert.equal((await run(['check', '--driver', 'abb/terra-ac'])).code, 0);
    });

    it('tells three mistakes of three kinds, each with line, column and what to write', async () => {
      const { code, err, lines } = await checked(
        ['"address": 11, "type": "u16"', '"address": 11, "typ": "u16"'],
        ['"boxMaxA": "maximumCurrent"', '"boxMaxA": "maximumCurent"'],
        ['"stepA": 1,', '"stepA":1,'],
      );
      assert.deepEqual([code, err], [78, '']);
      for (const told of [
        /^own\.json:33:46 warning: not in the canonical layout; write `"limits": \{/,
        /^own\.json:39:56 registers\.pilotState\.typ: `typ` is not known here; write `type`/,
        /^own\.json:47:16 readings\.boxMaxA: no register is named `maximumCurent`; write `maximumCurrent`/,
      ])
        assert.ok(
          lines.some((line) => told.test(line)),
          `${String(told)} in\n${lines.join('\n')}`,
        );
      // The row with the misspelt key also lacks its type; its layout is not told on top of that.
      assert.equal(lines.at(-1), 'own.json: 3 errors, 1 warning');
    });

    it('ends with 0 for a layout that differs', async () => {
      const { code, lines } = await checked(['  "id"', '\t"id"']);
      assert.deepEqual(
        [code, ...lines],
        [
          0,
          'own.json:4:1 warning: not in the canonical layout; indent it by 2 spaces',
          'own.json: can be used (driver obo/ion, 2 variants, 0 errors, 1 warning)',
        ],
      );
    });

    it('tells where a text stops being JSON, and a file that is not there', async () => {
      const { code, lines } = await checked(['"format": 1,', '"format": 1, // new']);
      assert.deepEqual([code, lines[0]], [78, 'own.json:3:16 JSON has no comments; write a `note` field']);
      const none = await run(['check', '--driver', 'none.json']);
      assert.equal(none.code, 78);
      assert.match(none.out, /^none\.json:1:1 there is no such file; name a path/);
    });

    it('prints JSON', async () => {
      await checked(['"stepA": 1,', '"stepA":1,']);
      const { code, out } = await run(['check', '--json', '--driver', path]);
      const found = JSON.parse(out) as { ok: boolean; problems: { line: number; severity: string }[] };
      assert.equal(code, 0);
      assert.equal(found.ok, true);
      assert.deepEqual([found.problems[0]!.line, found.problems[0]!.severity], [33, 'warning']);
    });

    it('takes a configuration or a driver, not both', async () => {
      const { code, err } = await run(['check', '--driver', path, '--config', 'x.yaml']);
      assert.equal(code, 2);
      assert.match(err, /cannot be used with/);
    });
  });

  describe('drivers', () => {
    it('lists the catalogue', async () => {
      const { code, out } = await run(['drivers']);
      assert.equal(code, 0);
      assert.match(out, /^DRIVER +LINK +STATE +START\/STOP +CURRENT +LOCK .* WATCHDOG +VERIFIED\n/);
      assert.match(out, /\nabb\/terra-ac +rtu tcp +yes +yes +6–32 A +get set\* +yes +– .* 60 s +paper\n/);
    });

    it('shows one driver as a register table, in colour nowhere', async () => {
      const { code, out } = await run(['drivers', 'abb/terra-ac']);
      assert.equal(code, 0);
      assert.match(out, /^abb\/terra-ac: ABB Terra AC\n/);
      assert.match(out, /chargingState +holding +16396 \(0x400C\) +u32 bits 8-14/);
      assert.match(out, /\npilot +A +chargingState 0/);
      assert.match(out, /\nSources\n/);
      assert.ok(!out.includes('\u001b'));
    });

    it('fits the width of a terminal as well as it can', async () => {
      const wide = await run(['drivers', 'abb/terra-ac']);
      const narrow = await run(['drivers', 'abb/terra-ac'], 100);
      const longest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
      const registers = (text: string): string =>
        text.slice(text.indexOf('Registers'), text.indexOf('Readings'));
      assert.ok(longest(registers(narrow.out)) < longest(registers(wide.out)));
    });

    it('prints JSON of the catalogue and of one driver', async () => {
      const all = JSON.parse((await run(['drivers', '--json'])).out) as { id: string }[];
      assert.ok(all.some(({ id }) => id === 'abb/terra-ac'));
      const one = JSON.parse((await run(['drivers', '--json', 'abb/terra-ac'])).out) as { id: string };
      assert.equal(one.id, 'abb/terra-ac');
    });

    it('names the nearest driver', async () => {
      const { code, out, err } = await run(['drivers', 'abb/tera-ac']);
      assert.deepEqual([code, out], [1, '']);
      assert.equal(err, 'chargepointd: there is no driver abb/tera-ac; write `abb/terra-ac`\n');
      assert.equal((await run(['drivers', 'none.json'])).code, 1);
    });
  });

  describe('as a process', () => {
    const start = ['--import=tsx', join(root, 'src', 'main.ts')];

    it('ends with the code of its command', () => {
      const ran = spawnSync(process.execPath, [...start, 'nonsense'], { cwd: root, encoding: 'utf8' });
      assert.equal(ran.status, 2);
      assert.equal(ran.stderr.trim().split('\n').length, 1);
    });

    it('survives a reader that goes away', async () => {
      const child = spawn(process.execPath, [...start, 'drivers', '--json', 'abb/terra-ac'], { cwd: root });
      child.stdout.destroy();
      let said = '';
      child.stderr.on('data', (data: Buffer) => (said += data.toString()));
      const [code] = (await once(child, 'close')) as [number];
      assert.deepEqual([code, said], [0, '']);
    });
  });
});
