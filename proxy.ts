import { type NextRequest, NextResponse } from 'next/server';

/** Pages, and nothing that is fetched by a page: those carry no document. */
export const config = {
  matcher: ['/((?!api/|_next/static/|_next/image|.*\\.(?:svg|png|ico|woff2|webmanifest|txt)$).*)'],
};

/** React Flow positions its nodes with inline styles; nothing else is allowed inline, and scripts only by the nonce. */
function contentSecurityPolicy(nonce: string): string {
  // In development React evaluates code to show where an error came from on the server.
  const evaluate = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluate}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** For everybody: the ways in, and what is made from the code alone. */
const OPEN = /^\/(?:(?:sign-in|forgot|link)$|docs\/)/;

function looksSignedIn(request: NextRequest): boolean {
  return request.cookies.getAll().some(({ name }) => /^(__Secure-)?next-auth\.session-token$/.test(name));
}

/**
 * A fresh nonce for each page, and the way to the sign-in page for whoever has no session cookie. That redirect is a
 * convenience: what may be read and done is decided where it is read and done.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce);

  let response: NextResponse;
  if (!OPEN.test(pathname) && !looksSignedIn(request)) {
    const target = request.nextUrl.clone();
    target.pathname = '/sign-in';
    target.search = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    response = NextResponse.redirect(target);
  } else {
    const headers = new Headers(request.headers);
    headers.set('x-nonce', nonce);
    // Next reads the nonce from here and puts it on its own scripts.
    headers.set('content-security-policy', policy);
    response = NextResponse.next({ request: { headers } });
  }
  response.headers.set('content-security-policy', policy);
  return response;
}
