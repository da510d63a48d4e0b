// What a member of a set is called in a line of text. The whole address always stands in the table beside.

interface Named {
  readonly name: string;
  readonly address: string;
}

/** Its name, else the start of its address, which may have 128 digits. */
export function memberName({ name, address }: Named): string {
  if (name !== '') return name;
  return address.length > 8 ? `${address.slice(0, 8)}…` : address;
}
