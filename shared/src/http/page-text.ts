// How much a page of a list holds of what may be long, so that many of the longest pages fit into memory at once.

const MOST_BYTES = 2 * 1024 * 1024;

/** To be asked item by item with the members of it that may be long (32 KiB together): whether the page holds them too, as JSON. */
export function pageText(): (...members: unknown[]) => boolean {
  let bytes = 0;
  return (...members) => {
    bytes += Buffer.byteLength(JSON.stringify(members));
    return bytes <= MOST_BYTES;
  };
}
