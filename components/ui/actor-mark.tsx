import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { agentInitials, personInitials, personTone } from './initials';
import { LeaseRing } from './lease-ring';

export type ActorSize = 14 | 16 | 22 | 24 | 28 | 30 | 34 | 40;

export interface ActorMarkProps {
  /** Chooses a person's colour; the name serves where absent. */
  id?: string | undefined;
  kind: 'person' | 'agent' | 'system';
  name: string;
  /** Of an agent: a small circle at its lower right corner, from 30 px or while it holds a lease. */
  owner?: { id?: string | undefined; name: string } | null | undefined;
  size?: ActorSize | undefined;
  /** What is left of the lease, 1 to 0; `warn` under two minutes. */
  lease?: { fraction: number; warn: boolean } | null | undefined;
  /** slot: an open place, drawn with the role's icon. gone: the actor was lost. */
  variant?: 'normal' | 'slot' | 'gone' | undefined;
  icon?: LucideIcon | undefined;
  /** A slot nobody waits for yet: a grey dash instead of orange. */
  calm?: boolean | undefined;
  square?: boolean | undefined;
  /** What assistive technology reads and the pointer sees; the name where absent. '' hides the mark from it. */
  label?: string | undefined;
  className?: string | undefined;
}

export function ActorMark(props: ActorMarkProps) {
  const { kind, name, owner, size = 22, lease, variant = 'normal', icon: Icon, calm, label = name } = props;
  const square = props.square ?? (kind !== 'person' && variant !== 'slot');
  const slotIcon = variant === 'slot' && Icon ? <Icon size={size * 0.55} aria-hidden /> : null;
  // Drawn by the stylesheet and not text: two letters before a name would be read, searched and copied with it.
  const letters = kind === 'person' ? personInitials(name) : agentInitials(name);
  const shownOwner =
    variant === 'normal' && kind === 'agent' && owner && (size >= 30 || lease) ? owner : null;
  const spoken = label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label, title: label };

  return (
    <span
      className={clsx('actor', props.className)}
      data-letters={slotIcon ? undefined : letters}
      data-size={size}
      data-kind={kind}
      data-variant={variant}
      data-square={square ? '' : undefined}
      data-calm={calm ? '' : undefined}
      data-tone={kind === 'person' && variant === 'normal' ? personTone(props.id ?? name) : undefined}
      {...spoken}
    >
      {slotIcon}
      {lease ? <LeaseRing size={size} square={square} fraction={lease.fraction} warn={lease.warn} /> : null}
      {shownOwner ? (
        <span className="actor-owner" aria-hidden title={shownOwner.name}>
          <span
            className="actor"
            data-letters={personInitials(shownOwner.name)}
            data-size="11"
            data-kind="person"
            data-tone={personTone(shownOwner.id ?? shownOwner.name)}
          />
        </span>
      ) : null}
    </span>
  );
}
