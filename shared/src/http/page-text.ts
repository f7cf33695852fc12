// How much long text a page of a list holds, so that many pages of the longest texts fit into memory at once.

const MOST_BYTES = 2 * 1024 * 1024;

/** To be asked item by item with its long text (at most 8,192 characters): whether the page holds that too. */
export function pageText(): (text: string | null) => boolean {
  let bytes = 0;
  return (text) => {
    bytes += Buffer.byteLength(text ?? '');
    return bytes <= MOST_BYTES;
  };
}
