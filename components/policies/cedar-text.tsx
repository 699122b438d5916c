const TOKENS = /("(?:[^"\\]|\\.)*")|\b(forbid|permit|when|unless|in|is|has|like)\b|(@\w+)/g;

/** Cedar as it stands in the build, without its annotations: those are told in words around it. */
export function CedarText({ text }: { text: string }) {
  const code = text
    .split('\n')
    .filter((line) => !/^\s*@(?!id\()/.test(line))
    .join('\n');
  const parts: { key: number; text: string; tone: string }[] = [];
  let from = 0;
  for (const match of code.matchAll(TOKENS)) {
    parts.push({ key: from, text: code.slice(from, match.index), tone: '' });
    const tone = match[1] ? 'text-go' : match[2] ? 'font-semibold text-agent' : 'text-ink-2';
    parts.push({ key: match.index, text: match[0], tone });
    from = match.index + match[0].length;
  }
  parts.push({ key: from + code.length, text: code.slice(from), tone: '' });
  return (
    <pre className="mono whitespace-pre-wrap break-words rounded-btn bg-sunken px-3 py-2.5 text-meta">
      {parts.map((part) => (
        <span key={`${part.key} ${part.tone}`} className={part.tone}>
          {part.text}
        </span>
      ))}
    </pre>
  );
}
