// The log as journald and as a terminal get it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { openJournal, type JournalOutput } from '../../src/io/journal';

const root = join(__dirname, '..', '..');

function output(over: Partial<JournalOutput> & { isTTY?: boolean }): JournalOutput & { text(): string } {
  const stream = Object.assign(new PassThrough(), { isTTY: over.isTTY === true });
  const text = (): string => String(stream.read() ?? '');
  return {
    stream,
    isJournald: false,
    environment: {},
    ...over,
    text,
  };
}

describe('io/journal', () => {
  it('writes one prioritised line per record for journald', () => {
    const to = output({ isJournald: true });
    const log = openJournal('info', to);
    log.write('warning', 'bus lost', { bus: 'garage', cause: 'a\nb' });
    log.write('debug', 'not this');
    assert.equal(to.text(), '<4>bus lost bus=garage cause="a\\nb"\n');
  });

  it('writes time and level elsewhere, without colours when nobody sees them', () => {
    const to = output({});
    openJournal('info', to).write('info', 'up');
    assert.match(to.text(), /^\d{4}-\d\d-\d\dT[\d:.]+Z info {4}up\n$/);
  });

  it('paints on a terminal, but not with NO_COLOR', () => {
    const painted = output({ isTTY: true });
    openJournal('info', painted).write('error', 'broken');
    assert.ok(painted.text().includes('\u001b[31merror'));
    const plain = output({ isTTY: true, environment: { NO_COLOR: '1' } });
    openJournal('info', plain).write('error', 'broken');
    assert.ok(!plain.text().includes('\u001b'));
  });

  it('changes its level while running', () => {
    const to = output({ isJournald: true });
    const log = openJournal('error', to);
    log.write('info', 'one');
    assert.ok(!log.writes('info'));
    log.setLevel('trace');
    assert.ok(log.writes('trace'));
    log.write('trace', 'two');
    assert.equal(to.text(), '<7>two\n');
  });

  it('survives a reader that goes away', async () => {
    const script = `
      const { openJournal } = require('./src/io/journal');
      const log = openJournal('info');
      let n = 0;
      const timer = setInterval(() => {
        log.write('info', 'line', { n: ++n });
        if (n === 40) { clearInterval(timer); process.stderr.write('alive'); }
      }, 5);`;
    const child = spawn(process.execPath, ['--import=tsx', '-e', script], { cwd: root });
    await once(child.stdout, 'data');
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    const [code] = (await once(child, 'close')) as [number];
    assert.deepEqual([code, said], [0, 'alive']);
  });

  it('knows journald by JOURNAL_STREAM, and only when it means this stream', async () => {
    const run = async (stream: string): Promise<string> => {
      const script = `
        const { fstatSync } = require('node:fs');
        const { dev, ino } = fstatSync(1);
        process.env.JOURNAL_STREAM = ${stream};
        require('./src/io/journal').openJournal('info').write('error', 'x');`;
      const child = spawn(process.execPath, ['--import=tsx', '-e', script], { cwd: root });
      let said = '';
      child.stdout.on('data', (data: Buffer) => (said += data.toString()));
      await once(child, 'close');
      return said;
    };
    assert.equal(await run('dev + ":" + ino'), '<3>x\n');
    assert.match(await run('"9:1"'), /Z error {3}x\n$/);
  });
});
