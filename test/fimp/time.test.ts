// Times: fimp.md b.3.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseTime, rfc3339Millis, rfc3339Seconds } from '../../src/fimp/time';

const MOMENT = Date.UTC(2026, 2, 1, 10, 8, 27);

describe('time', () => {
  it('writes RFC 3339 with milliseconds, and with seconds', () => {
    assert.equal(rfc3339Millis(MOMENT + 512), '2026-03-01T10:08:27.512Z');
    assert.equal(rfc3339Seconds(MOMENT + 999), '2026-03-01T10:08:27Z');
  });

  for (const [text, ms] of [
    ['2026-03-01T10:08:27Z', MOMENT],
    ['2026-03-01T10:08:27.512Z', MOMENT + 512],
    ['2026-03-01T10:08:27.512999999Z', MOMENT + 512],
    ['2026-03-01T10:08:27.5Z', MOMENT + 500],
    ['2026-03-01T11:08:27+01:00', MOMENT],
    ['2026-03-01T11:08:27+0100', MOMENT],
    ['2026-03-01 11:08:27 +0100', MOMENT],
    ['2026-03-01 11:08:27 +01:00', MOMENT],
    ['2026-03-01T05:38:27-04:30', MOMENT],
  ] as const) {
    it(`reads ${text}`, () => assert.equal(parseTime(text), ms));
  }

  for (const text of [
    '',
    'now',
    '2026-03-01',
    '2026-03-01T10:08:27',
    '2022-09-01T08:00:00Z02:00',
    '2026-02-30T10:08:27Z',
    '2026-13-01T10:08:27Z',
    '2026-03-01T24:08:27Z',
    '2026-03-01T10:60:27Z',
    '2026-03-01T10:08:27+1:00',
    '0001-01-01T00:00:00Z',
    '1772359707',
  ]) {
    it(`takes ${JSON.stringify(text)} for no time`, () => assert.equal(parseTime(text), undefined));
  }

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 0) }), (ms) => {
        assert.equal(parseTime(rfc3339Millis(ms)), ms);
      }),
    );
  });
});
