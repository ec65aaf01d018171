// Ten lines a minute about messages that cannot be used, and how many more there were.
import assert from 'node:assert/strict';
import { complain, NO_COMPLAINTS } from '../../src/fimp/complaint-rate';

describe('complaints about messages', () => {
  it('are said ten times in a minute, the tenth saying that it is the last', () => {
    let complaints = NO_COMPLAINTS;
    const verdicts = Array.from({ length: 13 }, (_, index) => {
      const result = complain(complaints, index * 1000);
      complaints = result.complaints;
      return result.verdict;
    });
    assert.deepEqual(verdicts, [...Array<string>(9).fill('said'), 'last', 'unsaid', 'unsaid', 'unsaid']);
    const next = complain(complaints, 60_000);
    assert.deepEqual([next.verdict, next.unsaid], ['said', 3]);
    assert.equal(complain(next.complaints, 120_000).unsaid, undefined);
  });
});
