import { Tag } from '../ui/tag';

const TONES = { GET: 'outline', POST: 'go', PUT: 'wait' } as const;

/** GET reads, POST and PUT change something. */
export function MethodTag({ method }: { method: string }) {
  const tone = method in TONES ? TONES[method as keyof typeof TONES] : 'neutral';
  return (
    <Tag tone={tone} className="mono w-12 justify-center">
      {method}
    </Tag>
  );
}
