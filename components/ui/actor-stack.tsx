import type { ReactNode } from 'react';

/** Overlapping actor marks, such as who is here. `label` says what the group is. */
export function ActorStack(props: { children: ReactNode; label: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    <span className="actor-stack" role="group" aria-label={props.label}>
      {props.children}
    </span>
  );
}
