import { integer, objectIdentifier, time, tlv } from './der';

const hex = (bytes: Buffer) => bytes.toString('hex');

describe('der', () => {
  it('writes short and long lengths', () => {
    expect(hex(tlv(0x04, Buffer.alloc(127)).subarray(0, 2))).toBe('047f');
    expect(hex(tlv(0x04, Buffer.alloc(128)).subarray(0, 3))).toBe('048180');
    expect(hex(tlv(0x04, Buffer.alloc(256)).subarray(0, 4))).toBe('04820100');
  });

  it('keeps integers positive and minimal', () => {
    expect(hex(integer(0))).toBe('020100');
    expect(hex(integer(127))).toBe('02017f');
    expect(hex(integer(128))).toBe('02020080');
    expect(hex(integer(Buffer.from('0000ff', 'hex')))).toBe('020200ff');
  });

  it('writes object identifiers with long arcs', () => {
    expect(hex(objectIdentifier('1.2.840.10045.4.3.3'))).toBe(
      '06082a8648ce3d040303',
    );
  });

  it('changes the form of times in 2050', () => {
    expect(time(new Date('2049-12-31T23:59:59Z')).toString('latin1')).toContain(
      '491231235959Z',
    );
    expect(hex(time(new Date('2050-01-01T00:00:00Z'))).slice(0, 2)).toBe('18');
  });
});
