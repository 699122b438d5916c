'use client';

import type { LucideIcon } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';

export interface SegmentedProps<Value extends string> {
  value: Value;
  options: readonly { value: Value; label: string; icon?: LucideIcon | undefined }[];
  onChange: (value: Value) => void;
  /** What is chosen here, for assistive technology. */
  label: string;
  className?: string | undefined;
}

/** Two to four choices of which one holds. Arrow keys move between them. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      className={props.className ? `segmented ${props.className}` : 'segmented'}
      aria-label={props.label}
      value={props.value}
      onValueChange={(next) => {
        const chosen = props.options.find((option) => option.value === next);
        if (chosen) props.onChange(chosen.value);
      }}
    >
      {props.options.map(({ value, label, icon: Icon }) => (
        <ToggleGroup.Item key={value} value={value}>
          {Icon ? <Icon size={14} aria-hidden /> : null}
          {label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
