/** A sentence of ours in which backticks set code apart. */
export function CodeText({ text }: { text: string }) {
  const parts = text
    .split('`')
    .map((part, index) => ({ part, code: index % 2 === 1, at: `${index}-${part}` }));
  return (
    <>
      {parts.map(({ part, code, at }) =>
        code ? (
          <code key={at} className="mono break-words rounded-chip bg-sunken px-1 text-ink">
            {part}
          </code>
        ) : (
          part
        ),
      )}
    </>
  );
}
