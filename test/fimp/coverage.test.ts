// Every interface of fimp.md c, d and e: built, and named by a test.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INTERFACES } from '../../src/fimp/interfaces';
import { ADAPTER_COMMANDS } from '../../src/fimp/route-adapter';
import { APPLICATION_COMMANDS } from '../../src/fimp/route-application';

/** By section: commands in, events out. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  'c. chargepoint': [
    ...['cmd.charge.start', 'cmd.charge.stop', 'cmd.state.get_report', 'evt.state.report'],
    ...['cmd.cable_lock.set', 'cmd.cable_lock.get_report', 'evt.cable_lock.report'],
    ...['cmd.current_session.get_report', 'evt.current_session.report', 'evt.error.report'],
    ...['cmd.current_session.set_current', 'cmd.max_current.set', 'cmd.max_current.get_report'],
    ...['evt.max_current.report', 'cmd.phase_mode.set', 'cmd.phase_mode.get_report', 'evt.phase_mode.report'],
  ],
  'd. meter_elec': [
    ...['cmd.meter.get_report', 'evt.meter.report', 'cmd.meter_ext.get_report', 'evt.meter_ext.report'],
    'cmd.meter.reset',
  ],
  'e.1 adapter': [
    ...['cmd.thing.get_inclusion_report', 'evt.thing.inclusion_report', 'cmd.thing.delete'],
    ...['evt.thing.exclusion_report', 'cmd.network.get_node', 'evt.network.node_report'],
    ...['cmd.network.get_all_nodes', 'evt.network.all_nodes_report', 'cmd.network.reset'],
    ...['evt.network.reset_done', 'cmd.ping.send', 'evt.ping.report', 'cmd.thing.inclusion'],
  ],
  'e.1 ignored': ['cmd.thing.exclusion', 'cmd.network.update', 'cmd.network.node_update'],
  'e.4 application': [
    ...['cmd.app.get_state', 'evt.app.state_report', 'cmd.app.get_manifest', 'evt.app.manifest_report'],
    ...['cmd.config.get_extended_report', 'evt.config.extended_report', 'cmd.config.extended_set'],
    ...['evt.app.config_report', 'cmd.app.uninstall', 'evt.app.uninstall_report', 'cmd.log.get_level'],
    ...['cmd.log.set_level', 'evt.log.level_report', 'cmd.config.get_report', 'evt.config.report'],
    ...['cmd.config.get_name', 'cmd.config.set_name', 'evt.config.name_report', 'cmd.app.reset'],
    ...[
      'evt.app.config_action_report',
      'cmd.app.get_diag',
      'evt.app.diag_report',
      'evt.gateway.factory_reset',
    ],
  ],
  'e.4 ignored': ['cmd.auth.login', 'cmd.auth.logout', 'cmd.auth.set_tokens'],
  'e.5 discovery': ['cmd.discovery.request', 'evt.discovery.report'],
  'e.6 parameters': [
    ...['cmd.sup_params.get_report', 'evt.sup_params.report', 'cmd.param.set', 'cmd.param.get_report'],
    'evt.param.report',
  ],
  'e.6 dev_sys, version': [
    ...['cmd.thing.reboot', 'evt.success.report', 'cmd.version.get_report', 'evt.version.report'],
  ],
};

const TESTS = join(__dirname, '..');

/** The test files that name an interface, each as a whole word. */
function covering(type: string): readonly string[] {
  const word = new RegExp(`['"\`]${type.replaceAll('.', '\\.')}(?![\\w.])`);
  return TEXTS.filter(([, text]) => word.test(text)).map(([file]) => file);
}

const TEXTS = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && join(TESTS, file) !== __filename)
  .map((file) => [file, readFileSync(join(TESTS, file), 'utf8')] as const);

describe('the interfaces of fimp.md', () => {
  for (const [section, types] of Object.entries(SECTIONS)) {
    it(`${section}: each is named by a test`, () => {
      const rows = types.map((type) => [type, covering(type)] as const);
      if (process.env['SHOW_COVERAGE'] !== undefined) show(section, rows);
      assert.deepEqual(
        rows.filter(([, files]) => files.length === 0).map(([type]) => type),
        [],
      );
    });
  }

  it('are all there is, and all are there', () => {
    const listed = Object.values(SECTIONS).flat();
    const built = [
      ...INTERFACES.map(({ type }) => type),
      ...ADAPTER_COMMANDS.map(({ type }) => type),
      ...APPLICATION_COMMANDS,
    ];
    assert.deepEqual(
      built.filter((type) => !listed.includes(type)),
      [],
    );
    const beside = /^evt\.|^cmd\.(auth|discovery)\.|^cmd\.config\.[gs]et_name$|ignored/;
    const commands = Object.entries(SECTIONS).flatMap(([section, types]) =>
      section.endsWith('ignored') ? [] : types.filter((type) => !beside.test(type)),
    );
    assert.deepEqual(
      commands.filter((type) => !built.includes(type)),
      [],
    );
  });
});

/** The table for a person: `SHOW_COVERAGE=1 npx mocha test/fimp/coverage.test.ts`. */
function show(section: string, rows: readonly (readonly [string, readonly string[]])[]): void {
  for (const [type, files] of rows) process.stdout.write(`| ${section} | ${type} | ${files.join(', ')} |\n`);
}
