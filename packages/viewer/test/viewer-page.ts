import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium, type Locator, type Page, type Request } from 'playwright-core';
import { expect } from 'vitest';

const html = fileURLToPath(new URL('../dist/index.html', import.meta.url));

/** A file that is not on the disk. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The page as it was built, in a browser that tells of every request and every complaint. */
export class ViewerPage implements AsyncDisposable {
  readonly page: Page;
  /** For the files that a test makes; gone with the page. */
  readonly folder: string = mkdtempSync(join(tmpdir(), 'hoplite-page-'));
  readonly #browser: Browser;
  readonly #server: Server;
  /** Paths that the server was asked for. */
  readonly #served: readonly (string | undefined)[];
  readonly #requests = new Set<Request>();
  readonly #complaints: string[] = [];
  #forgives = false;

  static async open({ scheme = 'http' }: { readonly scheme?: 'http' | 'file' } = {}): Promise<ViewerPage> {
    const served: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      served.push(url);
      response.setHeader('content-type', 'text/html').end(readFileSync(html));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    // As root, which it is where this runs, Chromium has no sandbox.
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    const viewer = new ViewerPage(server, served, browser, await browser.newPage());
    const { port } = server.address() as AddressInfo;
    await viewer.page.goto(scheme === 'file' ? pathToFileURL(html).href : `http://127.0.0.1:${port}/`);
    return viewer;
  }

  private constructor(server: Server, served: (string | undefined)[], browser: Browser, page: Page) {
    this.#server = server;
    this.#served = served;
    this.#browser = browser;
    this.page = page;
    // For what hangs, as the limit of a test is: to refuse half a gigabyte took 11 s on a busy machine.
    page.setDefaultTimeout(200_000);
    // Playwright takes the chooser's place only where somebody waits for it.
    page.on('filechooser', () => {});
    page.on('request', (request) => this.#requests.add(request));
    page.on('requestfailed', (request) => {
      // It was refused by the policy before it was made; the policy's complaint is among the others.
      if (request.failure()?.errorText === 'csp') this.#requests.delete(request);
    });
    page.on('console', (message) => this.#complaints.push(message.text()));
    page.on('pageerror', (error) => this.#complaints.push(String(error)));
  }

  /** The traces that are listed. */
  get traces(): Locator {
    return this.page.getByRole('listbox', { name: 'Traces' }).getByRole('option');
  }

  /** Where the page serves from. */
  get origin(): string {
    return new URL(this.page.url()).origin;
  }

  /** Errors, and violations of the page's policy. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  /** Waits until a complaint has this part. */
  async complains(part: string): Promise<void> {
    while (!this.#complaints.some((complaint) => complaint.includes(part))) await this.page.waitForEvent('console');
  }

  /** The complaints that there are and those that are on their way were provoked. */
  forgiveComplaints(): void {
    this.#forgives = true;
  }

  /** Chooses files, and waits until they are read. */
  async read(...files: readonly (string | NamedBytes)[]): Promise<void> {
    await this.choose(...files);
    await this.ended();
  }

  async choose(...files: readonly (string | NamedBytes)[]): Promise<void> {
    const input = this.page.getByLabel('Capture or results');
    const paths = files.filter((file) => typeof file === 'string');
    if (paths.length === files.length) return await input.setInputFiles(paths);
    const buffers = files.filter((file) => typeof file !== 'string');
    if (buffers.length < files.length) throw new TypeError('either paths or bytes');
    await input.setInputFiles(
      buffers.map(({ name, bytes }) => ({
        name,
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(bytes),
      })),
    );
  }

  /** Drops files on the page, and waits until they are read. */
  async drop(...files: readonly NamedBytes[]): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      (files) => {
        const made = new DataTransfer();
        for (const { name, base64 } of files) {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          made.items.add(new File([bytes], name));
        }
        return made;
      },
      files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') })),
    );
    for (const type of ['dragenter', 'dragover', 'drop']) {
      await this.page.dispatchEvent('body', type, { dataTransfer: transfer });
    }
    await this.page.locator('.session').waitFor();
    await this.ended();
  }

  /** Drops files and folders of the disk, as who drags them with a mouse. */
  async dropPaths(...paths: readonly string[]): Promise<void> {
    await this.drag(paths, 'dragEnter', 'dragOver', 'drop');
  }

  /** What the mouse does with files and folders of the disk over the page, until the page has heard of it. */
  async drag(paths: readonly string[], ...types: readonly ('dragEnter' | 'dragOver' | 'drop')[]): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of types) {
      // Over another element than before, to be held is to enter it.
      const names = type === 'drop' ? ['drop'] : ['dragenter', 'dragover'];
      const heard = await this.page.evaluateHandle((names) => {
        const hear = (resolve: (value: null) => void) => {
          for (const name of names) document.addEventListener(name, () => resolve(null), { once: true });
        };
        return { event: new Promise(hear) };
      }, names);
      await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
      await heard.evaluate(({ event }) => event);
    }
    await session.detach();
  }

  async ended(): Promise<void> {
    await this.page.locator('progress').waitFor({ state: 'detached' });
  }

  /** Waits until the packets behind a hop are shown: while they are read, its heading stands alone. */
  async shownBehind(ttl: number): Promise<void> {
    const heading = this.page.getByRole('heading', { name: `Packets of hop ${ttl}`, exact: true });
    const packets = this.page.getByRole('region', { name: 'Packets of the hop' }).filter({ has: heading });
    await packets.getByRole('article').first().waitFor();
  }

  /** What “Save as JSON” saves; an empty array where there is nothing to save. */
  async saved(): Promise<string> {
    const button = this.page.getByRole('button', { name: 'Save as JSON' });
    if ((await button.count()) === 0) return '[]\n';
    const [download] = await Promise.all([this.page.waitForEvent('download'), button.click()]);
    return readFileSync(await download.path(), 'utf8');
  }

  /** Nothing left the page, and nothing complained. */
  async [Symbol.asyncDispose](): Promise<void> {
    // That a request was refused is told after the request.
    await Promise.all(this.#requested().map((request) => request.response()));
    await this.#browser.close();
    this.#server.close();
    rmSync(this.folder, { recursive: true });
    expect(this.#requested().map((request) => request.url())).toEqual([]);
    expect(this.#served.filter((path) => path !== '/')).toEqual([]);
    expect(this.#served.length).toBeLessThan(2);
    expect(this.#forgives ? [] : this.#complaints).toEqual([]);
  }

  /** What of others was asked for and not refused; what is of the page's own making has the scheme `blob` or `data`. */
  #requested(): readonly Request[] {
    const [, ...requests] = this.#requests;
    return requests.filter((request) => !/^(blob|data):/.test(request.url()));
  }
}
