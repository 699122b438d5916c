'use client';

import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

export interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  side?: 'top' | 'right' | 'bottom' | 'left' | undefined;
  align?: 'start' | 'center' | 'end' | undefined;
  /** Open from the start: it was loaded by the click that wanted it. */
  defaultOpen?: boolean | undefined;
}

export function Menu({
  trigger,
  children,
  side = 'bottom',
  align = 'start',
  defaultOpen = false,
}: MenuProps) {
  return (
    <Radix.Root defaultOpen={defaultOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className="floating menu"
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface MenuItemProps {
  children: ReactNode;
  onSelect: () => void;
  icon?: LucideIcon | undefined;
  /** At the right: a key cap or a short fact. */
  hint?: ReactNode;
  tone?: 'plain' | 'stop' | undefined;
  disabled?: boolean | undefined;
  /** Names the action that the item runs, for tests. */
  action?: string | undefined;
}

export function MenuItem({ children, onSelect, icon: Icon, hint, tone, disabled, action }: MenuItemProps) {
  return (
    <Radix.Item
      className="menu-item"
      data-tone={tone}
      data-action={action}
      onSelect={onSelect}
      disabled={disabled ?? false}
    >
      {Icon ? <Icon size={16} aria-hidden /> : null}
      <span className="min-w-0 flex-1">{children}</span>
      {hint}
    </Radix.Item>
  );
}

/** One of several of which one holds; the menu stays open, so that the effect can be seen. */
export function MenuChoice<Value extends string>(props: {
  heading: string;
  value: Value;
  options: readonly {
    value: Value;
    label: string;
    icon?: LucideIcon | undefined;
    lang?: string | undefined;
  }[];
  onChange: (value: Value) => void;
}) {
  return (
    <Radix.RadioGroup
      aria-label={props.heading}
      value={props.value}
      onValueChange={(next) => {
        const chosen = props.options.find((option) => option.value === next);
        if (chosen) props.onChange(chosen.value);
      }}
    >
      <MenuHeading>{props.heading}</MenuHeading>
      {props.options.map(({ value, label, icon: Icon, lang }) => (
        <Radix.RadioItem
          key={value}
          value={value}
          className="menu-item"
          lang={lang}
          onSelect={(event) => event.preventDefault()}
        >
          {Icon ? <Icon size={16} aria-hidden /> : null}
          <span className="min-w-0 flex-1">{label}</span>
          <Radix.ItemIndicator>
            <Check size={14} aria-hidden />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <Radix.Label className="menu-heading">{children}</Radix.Label>;
}

export function MenuLine() {
  return <Radix.Separator className="menu-line" />;
}
