import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fileWith, hoplite, pcap, twoHops } from './command.fixture.js';
import { network } from './network.fixture.js';
import { asnFile, mmdb } from './origins/mmdb.fixture.js';

const T = '10.0.4.2';
const capture = await pcap(twoHops({ target: '192.0.2.1' }));

/** What stands for a file in a command line, and in the message for its path. */
const files: Readonly<Record<string, string | Buffer>> = {
  '@network': JSON.stringify(network),
  '@capture': capture,
  '@cut': capture.subarray(0, -1),
  '@text': 'no capture at all, only text that goes on for a while',
  '@empty': '',
  '@comments': '# nobody\n\n   # nobody else\n',
  '@nowhere': '{"nodes":{},"links":[]}',
  '@asn': mmdb(asnFile),
};
const NETWORK = ['--transport', 'sim:@network'];
const TRACE = "\nTry 'hoplite trace --help'.";

/** A command line, its exit status, and all that it says on standard error; of `~` any text will do. */
type Row = readonly [argv: readonly string[], status: number, message: string];

const tables: Readonly<Record<string, readonly Row[]>> = {
  'commands and options that there are none of': [
    [['--mehtod', 'udp', T], 2, `unknown option '--mehtod'\n(Did you mean --method?)${TRACE}`],
    [['-x', T], 2, `unknown option '-x'${TRACE}`],
    [['read', '--too', T, '@capture'], 2, "unknown option '--too'\n(Did you mean --to?)\nTry 'hoplite read --help'."],
    [['read', '--\u001b[2J', 'x'], 2, "unknown option '--\\x1b[2J'\nTry 'hoplite read --help'."],
    [['help', 'nosuch'], 2, "unknown command 'nosuch'\nTry 'hoplite --help'."],
    [['help', 'raed'], 2, "unknown command 'raed'\n(Did you mean read?)\nTry 'hoplite --help'."],
    [[...NETWORK, 'raed'], 2, 'raed: no such name (the command: hoplite read)'],
    [['completion', 'tcsh'], 2, "command-argument value 'tcsh' is invalid for argument 'shell'. ~"],
  ],
  'arguments that are missing or too many': [
    [['trace'], 2, 'name a target, such as 192.0.2.1, or a file of them with --targets'],
    [['read'], 2, "missing required argument 'capture'\nTry 'hoplite read --help'."],
    [['packets'], 2, "missing required argument 'capture'\nTry 'hoplite packets --help'."],
    [['completion'], 2, "missing required argument 'shell'\nTry 'hoplite completion --help'."],
    [
      ['read', 'a', 'b'],
      2,
      "too many arguments for 'read'. Expected 1 argument but got 2.\nTry 'hoplite read --help'.",
    ],
    [['doctor', 'x'], 2, "too many arguments for 'doctor'. ~"],
    [['--transport'], 2, `option '--transport <transport>' argument missing${TRACE}`],
  ],
  'numbers that are none': [
    [['-q', 'x', T], 2, `~argument 'x' is invalid. Give a whole number from 1 to 255.${TRACE}`],
    [['-q', '-1', T], 2, `~argument '-1' is invalid. Give a whole number from 1 to 255.${TRACE}`],
    [['-f', '1e1', T], 2, `~argument '1e1' is invalid. Give a TTL, from 1 to 255.${TRACE}`],
    [['-m', '', T], 2, `~argument '' is invalid. Give a TTL, from 1 to 255.${TRACE}`],
    [['-N', 'all', T], 2, `~argument 'all' is invalid. Give a whole number from 1 on.${TRACE}`],
    [['-w', '3s', T], 2, `~argument '3s' is invalid. Give seconds, and up to two factors: ~`],
    [['-w', '1,,2', T], 2, `~argument '1,,2' is invalid. Give seconds, and up to two factors: ~`],
    [['-w', '1,2,3,4', T], 2, `~argument '1,2,3,4' is invalid. Give seconds, and up to two factors: ~`],
    [
      ['-z', '20ms', T],
      2,
      `~argument '20ms' is invalid. Give seconds, or milliseconds if over 10, as a number alone.~`,
    ],
    [['-p', 'http', T], 2, `~argument 'http' is invalid. Give a port, from 1 to 65535.${TRACE}`],
    [['--sport', '-5', T], 2, `~argument '-5' is invalid. Give a port, from 1 to 65535.${TRACE}`],
    [['-t', 'low', T], 2, `~argument 'low' is invalid. Give a whole number from 0 to 255.${TRACE}`],
    [['-l', 'x', T], 2, `~argument 'x' is invalid. Give a whole number from 0 to 1048575.${TRACE}`],
    [['--length', '1k', T], 2, `~argument '1k' is invalid. Give bytes, as a number alone.${TRACE}`],
    [['--timeout', '5s', T], 2, `~argument '5s' is invalid. Give milliseconds, as a number alone.${TRACE}`],
    [['--gap', 'few', T], 2, `~argument 'few' is invalid. Give a whole number of hops.${TRACE}`],
    [['--seed', '1.5', T], 2, `~argument '1.5' is invalid. Give a whole number from 0 on, ~`],
    [['--seed', '-4', T], 2, `~argument '-4' is invalid. Give a whole number from 0 on, ~`],
    [
      ['--seed', '1234567890123456', T],
      2,
      `~argument '1234567890123456' is invalid. Give a whole number from 0 on, of 15 digits at most.${TRACE}`,
    ],
  ],
  'numbers out of their range, before anything is asked for or opened': [
    [['-m', '300', 'nobody.invalid'], 2, '-m is 300, must be a whole number from 1 to 255'],
    [['-m', '0', T], 2, '-m is 0, must be a whole number from 1 to 255'],
    [['-f', '40', T], 2, '-f is 40, must be a whole number from 1 to 32'],
    [['-q', '1.5', T], 2, '-q is 1.5, must be a whole number from 1 to 255'],
    [['-N', '0', T], 2, '-N is 0, must be a whole number from 1 on'],
    [['-w', '0', T], 2, '-w is 0, must be a finite number above 0'],
    [['-p', '70000', T], 2, '-p is 70000, must be a whole number from 1 to 65535'],
    [['--sport', '0', T], 2, '--sport is 0, must be a whole number from 1 to 65535'],
    [['-t', '256', T], 2, '-t is 256, must be a whole number from 0 to 255'],
    [['-l', '1048576', '2001:db8::1'], 2, '-l is 1048576, must be a whole number from 0 to 1048575'],
    [['-6', '-l', '1048576', T], 2, '-l is 1048576, must be a whole number from 0 to 1048575'],
    [['-4', '-l', '5', T], 2, '-l is 5, must be 0 over IPv4, which has none'],
    [['--length', '10', T], 2, '--length is 10, must be a whole number from ~'],
    [['-6', '--length', '40', '2001:db8::1'], 2, '--length is 40, must be a whole number from ~'],
    [['--gap', '1.5', T], 2, '--gap is 1.5, must be a whole number from 0 on'],
    [['-4', '-s', '2001:db8::1', T], 2, '-s is "2001:db8::1", must be an IPv4 address'],
  ],
  'words that are not among those that there are': [
    [
      ['--method', 'sctp', T],
      2,
      "~argument 'sctp' is invalid. Allowed choices are udp, udp-classic, udp-dublin, icmp, tcp.~",
    ],
    [['--format', 'xml', T], 2, "~argument 'xml' is invalid. Allowed choices are text, json, ndjson,~"],
    [['packets', '--format', 'json', '@capture'], 2, "~'json' is invalid. Allowed choices are text, ndjson.~"],
    [['read', '--protocol', 'sctp', '@capture'], 2, "~'sctp' is invalid. Allowed choices are udp, icmp, tcp.~"],
    [['--transport', 'sim', T], 2, `~'sim' is invalid. Give auto, linux, raw, sim:FILE or pcap:FILE.${TRACE}`],
    [['--transport', 'sim:', T], 2, `~'sim:' is invalid. Give auto, linux, raw, sim:FILE or pcap:FILE.${TRACE}`],
  ],
  'options that have no part in each other': [
    [['-I', '-T', T], 2, `option '-I, --icmp' cannot be used with option '-T, --tcp'${TRACE}`],
    [['-4', '-6', T], 2, `option '-4, --ipv4' cannot be used with option '-6, --ipv6'${TRACE}`],
    [['-U', '--method', 'udp', T], 2, `option '-U, --udp' cannot be used with option '--method <name>'${TRACE}`],
    [['read', '-n', '--names', '@capture'], 2, "option '--names' cannot be used with option '-n, --numeric'~"],
    [['-I', '-p', '7', T], 2, '-p is no option of ICMP, which has no ports'],
    [['-I', '--sport', '7', T], 2, '--sport is no option of ICMP, which has no ports'],
    [['-T', '--length', '100', T], 2, '--length is no option of TCP, whose probes carry no data'],
    [[...NETWORK, '-i', 'lo', T], 2, '-i is no option of sim:, which has no interfaces'],
    [['-A', T], 2, '-A looks in a local file: name one in the format of MaxMind DB, ~'],
  ],
  'what cannot be watched': [
    [['watch'], 2, 'name a target, such as 192.0.2.1, or a file of them with --targets'],
    [['watch', '--count', '0', T], 2, "~argument '0' is invalid. Give a whole number of rounds, from 1 on.~"],
    [['watch', '--interval', '0', T], 2, "~argument '0' is invalid. Give seconds, from 0.01 to 1000000.~"],
    [['watch', '--interval', '1s', T], 2, "~argument '1s' is invalid. Give seconds, such as 0.5.~"],
    [['watch', '-m', '300', ...NETWORK, T], 2, '-m is 300, must be a whole number from 1 to 255'],
    [
      ['watch', '--format', 'csv', ...NETWORK, T],
      2,
      '--format csv is for a report: --report, and -c for how many rounds',
    ],
    [['watch', '--transport', 'pcap:@capture', T], 2, '--transport pcap: is no option of watch: ~'],
    [['watch', '--report', '-c', '1', '--mmdb', '@text', ...NETWORK, T], 4, '@text: is no file in the format of ~'],
    [['watch', '--report', '-c', '1', ...NETWORK, 'nobody.example'], 2, 'nobody.example: no such name'],
  ],
  'targets that are none': [
    [[...NETWORK, '1.2.3'], 2, '"1.2.3" is no address: an IPv4 address is four numbers, as 192.0.2.1'],
    [[...NETWORK, '010.0.0.1'], 2, '"010.0.0.1" is no address: ~'],
    [[...NETWORK, '0x7f000001'], 2, '"0x7f000001" is no address: ~'],
    [[...NETWORK, '127.0.0X1'], 2, '"127.0.0X1" is no address: ~'],
    [[...NETWORK, ''], 2, '"" is no address: ~'],
    [[...NETWORK, '224.0.0.1'], 2, '224.0.0.1 is a multicast address, of many hosts: name one host'],
    [[...NETWORK, '239.255.255.255'], 2, '239.255.255.255 is a multicast address, of many hosts: name one host'],
    [[...NETWORK, 'ff02::1'], 2, 'ff02::1 is a multicast address, of many hosts: name one host'],
    [[...NETWORK, '::ffff:127.0.0.1'], 2, '::ffff:127.0.0.1 is an IPv4 address in an IPv6 one: name 127.0.0.1'],
    [[...NETWORK, '60'], 2, '"60" is no address: ~ (the length of a probe: --length 60)'],
    [[...NETWORK, '2001:db8'], 2, '2001:db8 is no IPv6 address, such as 2001:db8::1'],
    [
      [...NETWORK, `${T}:80`],
      2,
      `${T}:80 is no IPv6 address, such as 2001:db8::1 (the host alone: ${T}; its port: -p 80)`,
    ],
    [[...NETWORK, '[2001:db8::1]:443'], 2, '~ (the host alone: 2001:db8::1; its port: -p 443)'],
    [[...NETWORK, '[2001:db8::1]'], 2, '~ (the host alone: 2001:db8::1)'],
    [
      [...NETWORK, 'https://www.example/a/b?c=1:2'],
      2,
      '~ is neither an address nor the name of a host (the host alone: www.example)',
    ],
    [[...NETWORK, 'www.example:80'], 2, '~ (the host alone: www.example; its port: -p 80)'],
    [[...NETWORK, `${T}/24`], 2, `${T}/24: no such name (the host alone: ${T})`],
    [[...NETWORK, '2001:db8::/32'], 2, '~ (the host alone: 2001:db8::)'],
    [[...NETWORK, '::1/128'], 2, '~ (the host alone: ::1)'],
    [[...NETWORK, '::1%lo'], 2, '~ (the host alone: ::1; its interface: -i lo)'],
    [[...NETWORK, `${T}%eth0`], 2, `${T}%eth0: no such name (the host alone: ${T}; its interface: -i eth0)`],
    [[...NETWORK, 'fe80::1%eth0'], 2, '-i is no option of sim:, which has no interfaces'],
    [[...NETWORK, 'nobody\u001b.example'], 2, 'nobody\\x1b.example: no such name'],
    [[...NETWORK, '@capture'], 2, '@capture: no such name (to read the file: hoplite read @capture)'],
    [[...NETWORK, '-4', '2001:db8::1'], 2, '2001:db8::1 is no IPv4 address'],
    [[...NETWORK, '-6', T], 2, `${T} is no IPv6 address`],
    [[...NETWORK, '-4', 'six.example'], 2, 'six.example has no IPv4 address'],
    [['-s', 'eth0', T], 2, "~'eth0' is invalid. Give an IPv4 or IPv6 address, such as 192.0.2.1 or 2001:db8::1.~"],
    [['read', '--to', '010.0.0.1', '@capture'], 2, "~'010.0.0.1' is invalid. Give an IPv4 or IPv6 address, ~"],
    [['read', '--from', 'example.com', '@capture'], 2, "~'example.com' is invalid. Give an IPv4 or IPv6 address, ~"],
  ],
  'files that cannot be written': [
    [[...NETWORK, '--output', '/nonexistent/out', T], 2, 'cannot write /nonexistent/out: no such file or directory'],
    [[...NETWORK, '--output', '/tmp', T], 2, 'cannot write /tmp: is a directory'],
    [[...NETWORK, '--output', '/dev/full', T], 2, 'cannot write /dev/full: no space left on device'],
    [[...NETWORK, '--record', '/nonexistent/out', T], 2, 'cannot write /nonexistent/out: no such file or directory'],
    [[...NETWORK, '--record', '-', T], 2, `~argument '-' is invalid. Give the name of a file: ~`],
    [[...NETWORK, '--output', '', T], 2, `~argument '' is invalid. Give the name of a file.${TRACE}`],
    [[...NETWORK, '--output', '@network', T], 2, '--output @network is the file that is read: name another file'],
    [
      [...NETWORK, '--output', '@text', '--record', '@text', T],
      2,
      '--record @text is the file of --output: name another file',
    ],
    [[...NETWORK, '--record', '@network', T], 2, '--record @network is the file that is read: name another file'],
    [['read', '--output', '@capture', '@capture'], 2, '--output @capture is the file that is read: name another file'],
    [
      ['packets', '--output', '/nonexistent/out', '@capture'],
      2,
      'cannot write /nonexistent/out: no such file or directory',
    ],
  ],
  'files that cannot be read, or not to their end': [
    [['read', '/nonexistent/x.pcap'], 4, '/nonexistent/x.pcap: no such file'],
    [['read', '/etc/passwd/x.pcap'], 4, '/etc/passwd/x.pcap: not a directory'],
    [['packets', '/'], 4, '/: this is a directory~'],
    [['read', ''], 2, "~argument value '' is invalid for argument 'capture'. Give the name of a file.~"],
    [['read', '@text'], 4, '@text: ~ (not-a-capture)'],
    [['packets', '@empty'], 4, '@empty: ~ (not-a-capture)'],
    [['read', '-n', '@cut'], 4, '@cut: ~ (truncated)'],
    [['--targets', '/nonexistent/targets'], 4, '/nonexistent/targets: no such file'],
    [['--targets', '/'], 4, '/: is a directory'],
    [['--targets', '@empty'], 4, '@empty: names no target, one a line'],
    [['--targets', '@comments'], 4, '@comments: names no target, one a line'],
    [['--transport', 'sim:/nonexistent/x.json', T], 4, '/nonexistent/x.json: no such file'],
    [['--transport', 'sim:@text', T], 4, '@text: is no JSON: ~'],
    [['--transport', 'sim:@nowhere', T], 4, '@nowhere: from is missing, must be the node to trace from'],
    [['--transport', 'pcap:@text', T], 4, '@text: ~ (not-a-capture)'],
    [['--mmdb', '@text', T], 4, '@text: is no file in the format of MaxMind DB, or is cut: ~'],
    [['read', '--mmdb', '/nonexistent/x.mmdb', '@capture'], 4, '/nonexistent/x.mmdb: no such file'],
  ],
};

beforeEach(() => void vi.stubEnv('HOPLITE_MMDB', ''));
afterEach(() => vi.unstubAllEnvs());

describe.each(Object.entries(tables))('%s', (_, rows) => {
  it.each(rows)('%j: %i', async (argv, status, message) => {
    const paths = new Map<string, string>();
    const withPaths = (text: string) =>
      text.replace(/@[a-z]+/g, (name) => {
        const path = paths.get(name) ?? fileWith(files[name] ?? '', name.slice(1));
        paths.set(name, path);
        return path;
      });
    const ran = await hoplite(argv.map(withPaths));
    const [first = '', ...rest] = withPaths(message).split('~').map(escaped);
    expect(ran.stderr).toMatch(new RegExp(`^hoplite: ${[first, ...rest].join('[^]*')}\n$`));
    expect(ran.status).toBe(status);
    if (status === 2) expect(ran.stdout).toBe('');
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
