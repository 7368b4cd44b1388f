/**
 * An address in its parts, or undefined for what is none. Node 20's own `URL.canParse`, once it runs compiled, calls
 * every address with letters beyond Latin-1 or ASCII wrong, so it is not asked.
 */
export function readAddress(text: string, base?: URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** As apps take it: punycode and percent signs for what is not ASCII (feed.md 1); what is no address stays as it is. */
export const asciiAddress = (text: string): string => readAddress(text)?.href ?? text;
