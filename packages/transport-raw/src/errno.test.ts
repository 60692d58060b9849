import { expect, test } from 'vitest';
import { codeOfMessage } from './errno.js';

test.each([
  ['EPERM', 'Operation not permitted'],
  ['EACCES', 'Permission denied'],
  ['ENOBUFS', 'No buffer space available'],
  ['EMSGSIZE', 'Message too long'],
  ['EMSGSIZE', 'Message too large'],
  ['ENETUNREACH', 'Network is unreachable'],
  ['ENETUNREACH', 'Network unreachable'],
  ['EHOSTUNREACH', 'No route to host'],
  ['EHOSTUNREACH', 'Host is unreachable'],
  ['EHOSTDOWN', 'Host is down'],
  ['ENETDOWN', 'Network is down'],
  ['EAGAIN', 'Resource temporarily unavailable'],
  ['EINVAL', 'Invalid argument'],
  ['EAFNOSUPPORT', 'Address family not supported by protocol'],
  ['EADDRNOTAVAIL', "Can't assign requested address"],
])('tells %s from what glibc, musl or macOS says: %s', (code, message) => {
  expect(codeOfMessage(message)).toBe(code);
});

test('says so where it does not know a message', () => {
  expect(codeOfMessage('Der Vorgang ist nicht erlaubt')).toBe('UNKNOWN');
});
