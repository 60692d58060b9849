/** Lets a file be dropped anywhere on the page; while one is held over it, the page says so by the class `dropping`. */
export function acceptDrops(opened: (file: File) => void): void {
  const { body } = document;
  let depth = 0;
  const over = (by: number) => {
    depth = Math.max(0, depth + by);
    body.classList.toggle('dropping', depth > 0);
  };
  document.addEventListener('dragenter', () => over(1));
  document.addEventListener('dragleave', () => over(-1));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    over(-depth);
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) opened(file);
  });
}
