/** More files at once are a mistake, and a list that nobody reads: of a folder are no more looked for than one beyond. */
export const MOST_FILES = 1000;

/** Files that are to be opened, and what could not be had of what was dropped. */
export interface Dropped {
  readonly files: readonly File[];
  /** A sentence; empty for nothing. */
  readonly problem: string;
}

/**
 * The files that were dropped, and those in folders that were, in the order of their names; hidden ones are left out. A file
 * of a folder has its way from there as name.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<Dropped> {
  // All at once: after the event there is nothing left in it.
  const dropped = [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry() }));
  const files: File[] = [];
  const unread: string[] = [];
  for (const { file, entry } of dropped) {
    if (entry?.isDirectory) await takeFolder(entry as FileSystemDirectoryEntry, files, unread);
    else if (file !== null) files.push(file);
  }
  return { files, problem: problemOf(files, unread, dropped.length) };
}

function problemOf(files: readonly File[], unread: readonly string[], dropped: number): string {
  const [name] = unread;
  if (name !== undefined) return `The browser does not let the page read the folder ${name}: drop the files in it.`;
  return files.length === 0 && dropped > 0 ? 'There is no file in what was dropped.' : '';
}

async function takeFolder(folder: FileSystemDirectoryEntry, files: File[], unread: string[]): Promise<void> {
  try {
    const entries = await entriesOf(folder);
    for (const entry of entries.filter(({ name }) => !name.startsWith('.')).sort(byName)) {
      if (files.length > MOST_FILES) return;
      if (entry.isDirectory) await takeFolder(entry as FileSystemDirectoryEntry, files, unread);
      else files.push(await fileOf(entry as FileSystemFileEntry));
    }
  } catch {
    unread.push(folder.name);
  }
}

/** A browser gives them in portions, the last of which is empty. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) return entries;
    entries.push(...portion);
  }
}

async function fileOf(entry: FileSystemFileEntry): Promise<File> {
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
  return new File([file], entry.fullPath.replace(/^\//, ''));
}

const byName = (a: FileSystemEntry, b: FileSystemEntry): number => numeric.compare(a.name, b.name);

const numeric = new Intl.Collator('en', { numeric: true });
