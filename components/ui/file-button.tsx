'use client';

import { Upload } from 'lucide-react';
import { useRef } from 'react';
import { Button } from './button';

/** A button that opens the system's own dialog for one file; the same file may be chosen again. */
export function FileButton(props: {
  /** What stands on it, and names the field behind it. */
  label: string;
  accept: string;
  disabled?: boolean;
  onFile: (file: File) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={field}
        type="file"
        accept={props.accept}
        className="sr-only"
        tabIndex={-1}
        aria-label={props.label}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) props.onFile(chosen);
          event.target.value = '';
        }}
      />
      <Button size="sm" disabled={props.disabled} onClick={() => field.current?.click()}>
        <Upload size={14} aria-hidden />
        {props.label}
      </Button>
    </>
  );
}
