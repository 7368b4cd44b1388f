/** A cover that cannot be fetched gives way to the drawing behind it. */
export function hideLostCovers(): void {
  for (const image of document.querySelectorAll<HTMLImageElement>('.sleeve img')) {
    if (image.complete && image.naturalWidth === 0) image.remove();
    else image.addEventListener('error', () => image.remove());
  }
}
