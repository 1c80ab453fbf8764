import { describe, expect, it } from 'vitest';
import { NO_SECTION, parseIni } from './ini.ts';

describe("parseIni(), by the rules of Python's configparser", () => {
  it('takes keys in any case, both signs, comments on their own lines, and values that go on', () => {
    const ini = parseIni('\r\n; c\n[A]\n  Key = v ; no comment # here\nother: a=b\n  more\n# c\nempty =\n[b]\nkey=x\n', 'f');
    expect(ini.raw('A', 'key')).toBe('v ; no comment # here');
    expect(ini.raw('A', 'other')).toBe('a=b\nmore');
    expect(ini.raw('A', 'empty')).toBe('');
    expect(ini.raw('b', 'key')).toBe('x');
    expect(ini.raw('a', 'key')).toBeUndefined();
    expect(ini.raw('__proto__', 'key')).toBeUndefined();
  });

  it('goes on with a value in lines that are indented', () => {
    expect(parseIni('[a]\nk = 1\n  2\n  3\nl = 4', 'f').raw('a', 'k')).toBe('1\n2\n3');
  });

  it('fills in %(names) and %%, from its section or [DEFAULT]', () => {
    const ini = parseIni('[DEFAULT]\nhome = /h\n[a]\nuser = u%%v\nfile = %(home)s/%(USER)s\n', 'f');
    expect(ini.value('a', 'file')).toBe('/h/u%v');
    expect(ini.raw('a', 'file')).toBe('%(home)s/%(USER)s');
  });

  it.each(['p%ss', '%(nope)s', '%(k)s', '100%'])('refuses %j, without showing it', (value) => {
    const ini = parseIni(`[a]\nk = ${value}`, 'f');
    expect(() => ini.value('a', 'k')).toThrow(/^f: \[a\] k has a %/);
    expect(ini.raw('a', 'k')).toBe(value);
  });

  it('keeps what stands before the first section apart, and names a line that is nothing', () => {
    expect(parseIni('username = ada', 'f').raw(NO_SECTION, 'username')).toBe('ada');
    expect(() => parseIni('[a]\ngeheim', 'f')).toThrow(/^f:2: (?!.*geheim)/);
  });
});
