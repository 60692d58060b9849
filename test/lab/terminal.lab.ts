import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The escape sequences that take the terminal, and those that give it back: all of it, the cursor and its wrapping. */
const TAKE = '\x1b[?1049h\x1b[?25l\x1b[?7l';
const GIVE_BACK = '\x1b[?7h\x1b[?25h\x1b[?1049l';

/** Throws where nobody catches it, when it is told to. */
const FAULTY = `data:text/javascript,process.on('SIGUSR2', () => { throw new Error('thrown on purpose') })`;

/**
 * What a shell does: it looks at its terminal, has it used, and looks again. The command becomes a process of its own,
 * whose number is written down.
 */
const SHELL = `
  stty rows 24 cols 80
  stty -a >"$1/before"
  sh -c 'echo $$ >"$0/pid"; exec "$@"' "$@"
  echo $? >"$1/status"
  stty -a >"$1/after"`;

class Session {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'hoplite-'));
  readonly ended: Promise<unknown>;
  shown = '';
  readonly #terminal: ChildProcess;

  constructor(options: readonly string[], environment: NodeJS.ProcessEnv) {
    const hoplite = [
      `${ROOT}/packages/hoplite/dist/cli.js`,
      'watch',
      '--transport',
      `sim:${ROOT}/samples/internet.json`,
    ];
    const command = [process.execPath, '--import', FAULTY, ...hoplite, ...options, 'www.content.example'];
    writeFileSync(join(this.folder, 'shell'), SHELL);
    const line = ['sh', join(this.folder, 'shell'), this.folder, ...command].map(
      (word) => `'${word.replaceAll("'", `'\\''`)}'`,
    );
    this.#terminal = spawn('script', ['-qefc', line.join(' '), '/dev/null'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, LANG: 'C.UTF-8', TERM: 'xterm-256color', ...environment },
    });
    this.#terminal.stdout?.on('data', (data: Buffer) => {
      this.shown += data.toString();
    });
    this.ended = once(this.#terminal, 'close');
  }

  async shows(text: string): Promise<void> {
    const gone = this.ended.then(() => Promise.reject(new Error(`it ended before it showed ${text}`)));
    gone.catch(() => {});
    while (!this.shown.includes(text))
      await Promise.race([once(this.#terminal.stdout ?? this.#terminal, 'data'), gone]);
  }

  press(keys: string): void {
    this.#terminal.stdin?.write(keys);
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(Number(this.file('pid')), signal);
  }

  /** What it wrote down. */
  file(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8').trim();
  }

  /** The state of its process: `T` for one that is stopped. */
  get state(): string | undefined {
    return readFileSync(`/proc/${this.file('pid')}/stat`, 'utf8').split(') ')[1]?.[0];
  }
}

async function begun(options: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<Session> {
  const session = new Session(options, environment);
  onTestFinished(async () => {
    session.press('q');
    await session.ended;
    rmSync(session.folder, { recursive: true });
  });
  await session.shows('edge.content.example');
  return session;
}

/** So many times something was shown. */
function times(session: Session, text: string): number {
  return session.shown.split(text).length - 1;
}

const ENDS = [
  { by: 'q', end: (session: Session) => session.press('q'), status: '0' },
  { by: 'Ctrl-C', end: (session: Session) => session.press('\x03'), status: '130' },
  { by: 'SIGINT', end: (session: Session) => session.signal('SIGINT'), status: '130' },
  { by: 'SIGTERM', end: (session: Session) => session.signal('SIGTERM'), status: '143' },
  { by: 'SIGHUP', end: (session: Session) => session.signal('SIGHUP'), status: '129' },
  { by: 'SIGQUIT', end: (session: Session) => session.signal('SIGQUIT'), status: '131' },
  { by: 'an exception', end: (session: Session) => session.signal('SIGUSR2'), status: '1' },
] as const;

describe('the view, ended', () => {
  test.each(ENDS)('by $by, leaves the terminal as it was', async ({ end, status }) => {
    const session = await begun();
    end(session);
    await session.ended;
    expect(session.file('after')).toBe(session.file('before'));
    expect(session.file('before')).toContain('icanon');
    expect(session.file('status')).toBe(status);
    expect([times(session, TAKE), times(session, GIVE_BACK)]).toEqual([1, 1]);
    const afterwards = session.shown.slice(session.shown.indexOf(GIVE_BACK) + GIVE_BACK.length);
    // What an exception says is not lost with the screen.
    expect(afterwards).toContain(status === '1' ? 'thrown on purpose' : '');
    expect(afterwards).not.toContain('\x1b[?');
  });

  test('by its last round, leaves the terminal as it was', async () => {
    const session = await begun(['-c', '3', '--interval', '0.5']);
    await session.ended;
    const afterwards = session.shown.slice(session.shown.indexOf(GIVE_BACK));
    expect(afterwards.match(/www\.content\.example/g)).toHaveLength(2);
    expect(session.file('after')).toBe(session.file('before'));
    expect(session.file('status')).toBe('0');
  });
});

describe('the view, stopped', () => {
  test.each([
    ['Ctrl-Z', (session: Session) => session.press('\x1a')],
    ['SIGTSTP', (session: Session) => session.signal('SIGTSTP')],
  ])('by %s, gives the terminal back, and takes it again when it goes on', async (_, stop) => {
    const session = await begun();
    stop(session);
    await session.shows(GIVE_BACK);
    while (session.state !== 'T') await new Promise((resolve) => setTimeout(resolve, 10));
    session.signal('SIGCONT');
    while (times(session, TAKE) < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    session.press('q');
    await session.ended;
    expect(session.file('after')).toBe(session.file('before'));
    expect([times(session, TAKE), times(session, GIVE_BACK)]).toEqual([2, 2]);
  });
});

describe('the keys', () => {
  test('pause, change the method and show the help on a real terminal', async () => {
    const session = await begun(['--interval', '0.2']);
    session.press('p');
    await session.shows('PAUSED');
    session.press('p');
    session.press('m');
    await session.shows('icmp');
    session.press('?');
    await session.shows('standard deviation');
    session.press('n');
    session.press('?');
    await session.shows('192.0.2.80');
  });
});

describe('colours', () => {
  const COLOUR = '\x1b[1m';

  test('are shown by a terminal that has them', async () => {
    // Node takes a terminal of continuous integration for one without colours.
    const session = await begun([], { NO_COLOR: undefined, CI: undefined });
    expect(session.shown).toContain(COLOUR);
  });

  test('are not where NO_COLOR forbids them', async () => {
    const session = await begun([], { NO_COLOR: '1' });
    expect(session.shown).not.toContain(COLOUR);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what moves the cursor and empties lines
    expect(session.shown.replaceAll(/\x1b\[(\d+;\d+H|\?\d+[hl]|2[JK])/g, '')).not.toContain('\x1b');
  });
});
