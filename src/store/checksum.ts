// Checksums of what is stored: CRC-32 (ISO 3309, as in PNG) over a row and over the key that it stands under. They find
// rot and half-lost records, not attackers: whoever can write here can write a checksum too, so bytes that are read back
// are verified again by the family before anything is said about them.

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of the bytes; `start` is the CRC of what stands before them. */
export function crc32(bytes: Uint8Array, start = 0): number {
  let crc = ~start;
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** A row together with the checksum of its key and content. */
export type Sealed<Row> = Row & { readonly sum: number };

export function seal<Row extends object>(key: IDBValidKey, row: Row): Sealed<Row> {
  return { ...row, sum: feed(feed(0, key), row) };
}

/** The row without its checksum, or undefined where it is not what `seal` made under this key. */
export function unseal<Row extends object>(key: IDBValidKey, sealed: Sealed<Row> | undefined): Row | undefined {
  if (typeof sealed !== 'object' || sealed === null) return undefined;
  const { sum, ...row } = sealed;
  return feed(feed(0, key), row) === sum ? (row as unknown as Row) : undefined;
}

const encoder = new TextEncoder();

/** CRC-32 of the text in UTF-8. Nearly all texts here are ASCII, and no array is made for those. */
function text(start: number, value: string): number {
  let crc = ~start;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code > 127) return crc32(encoder.encode(value), start);
    crc = TABLE[(crc ^ code) & 255]! ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}

/** Types and lengths are mixed in, so that no two different values are fed as the same bytes. */
function feed(crc: number, value: unknown): number {
  if (value instanceof Uint8Array) return crc32(value, text(crc, `bytes ${value.length} `));
  if (Array.isArray(value)) return value.reduce<number>(feed, text(crc, `list ${value.length} `));
  if (typeof value === 'object' && value !== null) return feedMembers(crc, Object.entries(value));
  return text(crc, `${typeof value} ${String(value).length} ${String(value)} `);
}

function feedMembers(crc: number, members: [string, unknown][]): number {
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.reduce((sum, [name, item]) => feed(feed(sum, name), item), text(crc, `object ${members.length} `));
}
