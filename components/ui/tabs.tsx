'use client';

import clsx from 'clsx';
import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export interface TabsProps<Value extends string> {
  value: Value;
  onChange: (value: Value) => void;
  tabs: readonly { value: Value; label: string; count?: ReactNode }[];
  /** What the tabs divide, for assistive technology. */
  label: string;
  /** `TabPanel`s. */
  children: ReactNode;
  className?: string | undefined;
  listClassName?: string | undefined;
}

export function Tabs<Value extends string>(props: TabsProps<Value>) {
  return (
    <Radix.Root
      className={props.className}
      value={props.value}
      onValueChange={(next) => {
        const chosen = props.tabs.find((tab) => tab.value === next);
        if (chosen) props.onChange(chosen.value);
      }}
    >
      <Radix.List className={clsx('tabs', props.listClassName)} aria-label={props.label}>
        {props.tabs.map((tab) => (
          <Radix.Trigger key={tab.value} value={tab.value}>
            {tab.label}
            {tab.count === undefined ? null : <span className="tabs-count">{tab.count}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {props.children}
    </Radix.Root>
  );
}

export function TabPanel(props: { value: string; children: ReactNode; className?: string | undefined }) {
  return (
    <Radix.Content value={props.value} className={props.className}>
      {props.children}
    </Radix.Content>
  );
}
