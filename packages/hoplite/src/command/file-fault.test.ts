import { describe, expect, it } from 'vitest';
import { fileFault } from './file-fault.js';

const systemError = (code: string, message: string) => Object.assign(new Error(message), { code, syscall: 'open' });

describe('what is wrong with a file', () => {
  it.each([
    ['EACCES', "EACCES: permission denied, open '/etc/shadow'", 'permission denied'],
    ['ENOENT', "ENOENT: no such file or directory, open '/x'", 'no such file'],
    ['EISDIR', 'EISDIR: illegal operation on a directory, read', 'is a directory'],
    ['ELOOP', "ELOOP: too many symbolic links encountered, open '/x'", 'too many symbolic links encountered'],
    ['EIO', 'EIO: i/o error, read', 'i/o error'],
  ])('is of %s said without the names of calls', (code, message, said) => {
    expect(fileFault(systemError(code, message))).toBe(said);
  });

  it('is told in the words of those who read it, made safe to print', () => {
    const named = Object.assign(new Error('links[0].\u001b[2J is no link'), { name: 'TopologyError' });
    expect(fileFault(named)).toBe('links[0].\\x1b[2J is no link');
    expect(fileFault(new SyntaxError('Unexpected token'))).toBe('is no JSON: Unexpected token');
  });

  it('is not what is wrong with the program', () => {
    expect(() => fileFault(new TypeError('undefined is not a function'))).toThrow('undefined is not a function');
  });
});
