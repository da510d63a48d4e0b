// One sentence to be read aloud and, where it says something that the page does not, shown for a moment. `<mz-app>` holds
// the live region; anyone may speak.

type Listener = (sentence: string, isShown: boolean) => void;
let listener: Listener = () => {};

export function announce(sentence: string): void {
  listener(sentence, true);
}

/** Only read aloud: what it says is on the page already. */
export function whisper(sentence: string): void {
  listener(sentence, false);
}

/** Called by the one element that holds the live region. */
export function onAnnouncement(next: Listener): void {
  listener = next;
}
