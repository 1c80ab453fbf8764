import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEndpoint, parseEndpoint, withoutHostName } from './endpoint-address.ts';

const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
const port = fc.integer({ min: 0, max: 65_535 });

describe('an endpoint', () => {
  it('is read as it was written, whatever its address', () => {
    fc.assert(
      fc.property(address, port, (address, port) => {
        expect(parseEndpoint(formatEndpoint({ address, port }))).toEqual({ address, port });
      }),
    );
  });

  it('is read with what Java prints before it', () => {
    fc.assert(
      fc.property(address, port, fc.constantFrom('/', 'db1/', 'db1.example.org/'), (address, port, before) => {
        const text = formatEndpoint({ address, port });
        expect(parseEndpoint(before + text)).toEqual({ address, port });
        expect(withoutHostName(before + text)).toBe(text);
      }),
    );
  });

  it('has an address without brackets and no port where the text has none', () => {
    fc.assert(
      fc.property(address, (address) => {
        expect(parseEndpoint(address)).toEqual({ address, port: null });
        expect(parseEndpoint(`[${address}]`)).toEqual({ address, port: null });
      }),
    );
  });

  it('is the authority of a URL', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 1024, max: 65_535 }), (address, port) => {
        expect(new URL(`http://${formatEndpoint({ address, port })}/`).port).toBe(String(port));
      }),
    );
  });

  it.each([
    ['127.0.0.1:7000', '127.0.0.1', 7000],
    ['/127.0.0.1:7000', '127.0.0.1', 7000],
    ['db1.example/127.0.0.1:7000', '127.0.0.1', 7000],
    ['[0:0:0:0:0:0:0:1]:7000', '0:0:0:0:0:0:0:1', 7000],
    ['/[fe80::1]:7000', 'fe80::1', 7000],
    ['127.0.0.1', '127.0.0.1', null],
  ])('parseEndpoint(%j) is %s and port %s', (text, address, port) => {
    expect(parseEndpoint(text)).toEqual({ address, port });
  });
});
