// Limits, sources and watchdogs that cannot be meant.
import { SAMPLE, tells } from './sample';

const expiry = 'stops';
const life = { space: 'holding', address: 40, type: 'u16', access: 'w' };

describe('limits', () => {
  tells([
    ['begin at 6 A', { limits: { minA: 5 } }, 'limits.minA: 5 A is below what a pilot can say'],
    ['end above where they begin', { limits: { maxA: 5 } }, 'limits.maxA: 5 A is below minA'],
    ['end at 80 A', { limits: { maxA: 81 } }, 'limits.maxA: 81 A is more than a pilot can say'],
    [
      'have a step that fits between',
      { limits: { stepA: 11 } },
      'limits.stepA: is wider than the range from minA to maxA',
    ],
  ]);
});

describe('sources', () => {
  tells([
    ['must be there', { sources: [] }, 'sources: must not be empty'],
    [
      'have a mark each',
      { sources: [...SAMPLE.sources, { id: 'V', title: 'Other' }] },
      'sources[1].id: `V` stands for another source already',
    ],
  ]);
});

describe('a watchdog', () => {
  tells([
    [
      'is refreshed three times within its timeout',
      { watchdog: { timeoutMs: 60000, by: 'reassert', everyMs: 20001, expiry } },
      'watchdog.everyMs: is more than a third of the timeout',
    ],
    ['is fine with a third', { watchdog: { timeoutMs: 60000, by: 'reassert', everyMs: 20000, expiry } }],
    [
      'that lives on traffic needs polls three times within its timeout',
      { watchdog: { timeoutMs: 6000, by: 'traffic', expiry }, link: { fastMs: 2001 } },
      'link.fastMs: polls too seldom for the watchdog',
    ],
    [
      'needs its period and its steps',
      { watchdog: { timeoutMs: 60000, by: 'steps', expiry } },
      'watchdog: `everyMs` is missing',
      'watchdog: `steps` is missing',
    ],
    [
      'is fed without wear',
      {
        registers: { life: { ...life, wear: 'flash' } },
        watchdog: {
          timeoutMs: 60000,
          by: 'steps',
          everyMs: 20000,
          steps: [{ write: 'life', value: 1 }],
          expiry,
        },
      },
      'watchdog.steps[0].write: `life` is flash and wears out in normal running',
    ],
    [
      'that lives on traffic needs nothing else',
      { watchdog: { timeoutMs: 60000, by: 'traffic', everyMs: 20000, expiry } },
      'watchdog.everyMs: traffic needs no period',
    ],
    [
      'falls back to what can be written and fits',
      { watchdog: { timeoutMs: 60000, by: 'traffic', expiry, fallback: { register: 'power', stop: 70000 } } },
      'watchdog.fallback.register: `power` cannot be written',
      'watchdog.fallback.stop: 70000 does not fit into `power`',
    ],
  ]);
});
