// What follows from an object that never changes, worked out once and forgotten with the object.

/** The same function for immutable objects; the answer for each is kept as long as the object is. A failure is not kept. */
export function memoized<Key extends object, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const found = known.get(key);
    if (found) return found.value;
    const value = work(key);
    known.set(key, { value });
    return value;
  };
}
