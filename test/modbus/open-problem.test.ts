// Why a port cannot be opened, in a sentence with a way out.
import assert from 'node:assert/strict';
import { serialProblem, socketProblem } from '../../src/modbus/open-problem';

describe('A port that cannot be opened', () => {
  const serial: [string, string][] = [
    [
      'Error: No such file or directory, cannot open /dev/ttyUSB0',
      '/dev/ttyUSB0 does not exist; is the adapter plugged in?',
    ],
    [
      'Error: Permission denied, cannot open /dev/ttyUSB0',
      'no right to open /dev/ttyUSB0; add the user of this service to the group dialout',
    ],
    ['Error Resource temporarily unavailable Cannot lock port', '/dev/ttyUSB0 is in use by another process'],
    ['Error: Inappropriate ioctl for device setting custom baud rate', '/dev/ttyUSB0 is no serial port'],
    ['Error: strange\nthings', '/dev/ttyUSB0 cannot be opened: Error: strange things'],
  ];
  for (const [message, sentence] of serial) {
    it(`says: ${sentence}`, () => {
      assert.equal(serialProblem('/dev/ttyUSB0', message), sentence);
    });
  }

  it('says what a refused, silent or unknown host may mean', () => {
    assert.match(
      socketProblem('box:502', 'ECONNREFUSED', ''),
      /^box:502 refuses the connection; is Modbus TCP switched on/,
    );
    assert.match(socketProblem('box:502', 'ETIMEDOUT', ''), /^box:502 does not answer; is it switched on/);
    assert.match(socketProblem('box:502', 'ENOTFOUND', ''), /^box:502 is an unknown name/);
    assert.equal(socketProblem('box:502', undefined, 'why\nnot'), 'box:502 cannot be opened: why not');
  });
});
