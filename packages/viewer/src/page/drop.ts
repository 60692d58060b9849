import { type Dropped, droppedFiles } from './dropped-files.js';
import { element } from './element.js';

/** Lets files and folders be dropped anywhere on the page, which says so while they are held over it. */
export function acceptDrops(dropped: (files: Dropped) => unknown): void {
  // It lies over all of the page, so that what is held over it leaves it only where it leaves the page.
  const cover = element('div', { class: 'cover', hidden: true }, 'Drop to open');
  document.body.append(cover);
  for (const type of ['dragenter', 'dragover'] as const) {
    document.addEventListener(type, (event) => {
      event.preventDefault();
      if (event.dataTransfer?.types.includes('Files')) cover.hidden = false;
    });
  }
  document.addEventListener('dragleave', ({ target, relatedTarget }) => {
    if (target === cover || relatedTarget === null) cover.hidden = true;
  });
  document.addEventListener('drop', async (event) => {
    event.preventDefault();
    cover.hidden = true;
    const { dataTransfer } = event;
    if (dataTransfer?.types.includes('Files')) dropped(await droppedFiles(dataTransfer));
  });
}
