// One sentence to be read aloud and shown for a moment. `<mz-app>` holds the live region; anyone may speak.

type Listener = (sentence: string) => void;
let listener: Listener = () => {};

export function announce(sentence: string): void {
  listener(sentence);
}

/** Called by the one element that holds the live region. */
export function onAnnouncement(next: Listener): void {
  listener = next;
}
