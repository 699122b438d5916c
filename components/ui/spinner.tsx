import { LoaderCircle } from 'lucide-react';

/** A turning arc for work that has just begun; decorative, so name the work in words beside it. */
export function Spinner({ size = 16 }: { size?: number }) {
  return <LoaderCircle size={size} className="spinner" aria-hidden />;
}
