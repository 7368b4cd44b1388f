import { addressOf } from '../assets.ts';
import { Mark } from './mark.tsx';
import type { ComponentChildren } from './preact.ts';

/** The dress that all pages of the studio wear. */
export type LayoutProps = Readonly<{
  title: string;
  /** Whether there is a session to end. */
  signOut?: boolean;
  /** Whether there are ways to go: not before somebody is signed in. */
  ways?: boolean;
  children: ComponentChildren;
}>;

export function Layout({ title, signOut = false, ways = true, children }: LayoutProps) {
  const script = addressOf('studio.js');
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title === 'Corridor' ? title : `${title} · Corridor`}</title>
        <link rel="icon" href={icon} />
        <link rel="stylesheet" href={addressOf('studio.css')} />
        {script && <script type="module" src={script} />}
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <header class="house">
          <a class="wordmark" href="/">
            <Mark />
            Corridor
          </a>
          {ways && (
            <nav aria-label="Studio">
              <a href="/shows/new">New show</a>
              {signOut && (
                <form method="post" action="/sign-out">
                  <button type="submit" class="quiet">
                    Sign out
                  </button>
                </form>
              )}
            </nav>
          )}
        </header>
        <main id="content">{children}</main>
      </body>
    </html>
  );
}

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#a63d2a"/><path d="M7 27V15a9 9 0 0 1 18 0v12M12 27V17a4 4 0 0 1 8 0v10" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/></svg>',
)}`;
