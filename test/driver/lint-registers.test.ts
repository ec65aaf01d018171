// Register rows that contradict themselves, the link or one another.
import { tells } from './sample';

const word = { space: 'holding', type: 'u16' };

describe('a register', () => {
  tells([
    [
      'covers no word of another',
      { registers: { state: { type: 'u32' } } },
      'registers.power: covers words of `state` too',
    ],
    [
      'may share a word as a bit field',
      { registers: { state: { bits: [0, 6] }, ready: { ...word, address: 1, bits: [7, 7] } } },
    ],
    [
      'does not name the same bits again',
      { registers: { state: { bits: [0, 6] }, ready: { ...word, address: 1, bits: [0, 6] } } },
      'registers.ready: covers words of `state` too',
    ],
    ['may be written where another is read', { registers: { go: { ...word, address: 1, access: 'w' } } }],
    ['fits into one read', { link: { maxWords: 3 } }, 'registers.model: takes 4 words, one read at most 3'],
    [
      'lies in what is readable',
      { link: { readable: [{ space: 'holding', from: 0, to: '0x5' }] } },
      'registers.model: lies outside link.readable',
    ],
    [
      'that is only written may lie outside of it',
      {
        link: { readable: [{ space: 'holding', from: 0, to: 6 }] },
        registers: { go: { ...word, address: 99, access: 'w' } },
      },
    ],
    [
      'is not read for nothing',
      { registers: { spare: { ...word, address: 30 } } },
      '(warning) registers.spare: is read (fast) and used by nothing',
    ],
    [
      'costs nothing when its words are read anyway',
      { registers: { state: { bits: [0, 6] }, spare: { ...word, address: 1, bits: [8, 8] } } },
    ],
    [
      'has a type of its space',
      { registers: { state: { space: 'coil' } } },
      'registers.state.type: a coil register cannot be u16',
    ],
    [
      'is written only where its space can be written',
      { registers: { limit: { space: 'input' } } },
      'registers.limit.access: input registers cannot be written',
    ],
    [
      'is written with a function that carries it',
      { registers: { go: { ...word, address: 40, type: 'u32', access: 'w', writeFunction: 6 } } },
      'registers.go.writeFunction: function 6 writes one word',
    ],
    [
      'is written whole',
      { registers: { part: { ...word, address: 42, access: 'w', bits: [0, 1] } } },
      'registers.part.access: only a whole single number can be written',
    ],
    [
      'has the bits of its words',
      { registers: { state: { bits: [8, 16] } } },
      'registers.state.bits: u16 has the bits 0 to 15',
    ],
    [
      'that is read as a quantity has a unit, and the right one',
      { registers: { limit: { unit: null }, power: { unit: 'Wh' } } },
      'readings.offeredA: `limit` has no unit',
      'readings.powerW: `power` is in Wh, not W',
    ],
    [
      'takes the words of its type and ends before address 65536',
      { registers: { power: { words: 2 }, model: { address: 65533 } } },
      'registers.power.words: u16 takes one word',
      'registers.model.address: goes beyond address 65535',
    ],
  ]);
});

describe('a readable range', () => {
  tells([
    [
      'begins before it ends',
      {
        link: {
          readable: [
            { space: 'holding', from: 0, to: 20 },
            { space: 'input', from: 9, to: 3 },
          ],
        },
      },
      'link.readable[1]: ends before it begins',
    ],
  ]);
});
