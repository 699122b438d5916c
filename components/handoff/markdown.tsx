'use client';

import { type ReactNode, useId, useMemo } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';
import rehypeReact from 'rehype-react';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { isCheapMarkdown } from './markdown.rules';

/**
 * Stored text as Markdown: raw HTML is dropped by the parser, the rest passes an allow-list without pictures (they would
 * call home), forms and anything that runs. A text too costly to parse is shown as it was written.
 */
export function Markdown({ text }: { text: string }) {
  const prefix = useId();
  const content = useMemo(() => render(text, prefix), [text, prefix]);
  return content === null ? (
    <p className="whitespace-pre-wrap break-words" data-markdown="plain">
      {text}
    </p>
  ) : (
    <div className="md break-words">{content}</div>
  );
}

const schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => !['img', 'picture', 'source'].includes(name)),
  protocols: { ...defaultSchema.protocols, href: ['http', 'https', 'mailto'] },
};

function render(text: string, prefix: string): ReactNode | null {
  if (!isCheapMarkdown(text)) return null;
  return unified()
    .use(remarkParse)
    .use(remarkGfm, { singleTilde: false })
    .use(remarkRehype)
    .use(rehypeSanitize, { ...schema, clobberPrefix: `${prefix}-` })
    .use(rehypeReact, {
      Fragment,
      jsx,
      jsxs,
      components: {
        a: Anchor,
        input: TaskBox,
        h1: Heading,
        h2: Heading,
        h3: Heading,
        h4: Heading,
        h5: Heading,
        h6: Heading,
      },
    })
    .processSync(text).result;
}

function Anchor({ href, children }: { href?: string; children?: ReactNode }) {
  const inside = href?.startsWith('#') ?? true;
  return (
    <a href={href} {...(inside ? {} : { target: '_blank', rel: 'noopener noreferrer nofollow' })}>
      {children}
    </a>
  );
}

/** Headings of a stored text must not mix with those of the page. */
function Heading({ children }: { children?: ReactNode }) {
  return <p className="md-heading">{children}</p>;
}

/** A task list's box is a sign here, nothing that can be ticked. */
function TaskBox({ checked }: { checked?: boolean }) {
  return <span aria-hidden="true">{checked === true ? '☑ ' : '☐ '}</span>;
}
