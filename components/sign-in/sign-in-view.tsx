import { useTranslations } from 'next-intl';
import { ErrorNote } from '../ui/error-note';
import { EntryShell } from './entry-shell';
import { SignInForm, type SignInFormProps } from './sign-in-form';

export function SignInView(props: SignInFormProps) {
  const t = useTranslations('sign-in');
  return (
    <EntryShell title={t('title')} lead={t('lead')}>
      {props.nobodyYet ? <ErrorNote tone="wait" title={t('nobody.title')} safe={t('nobody.todo')} /> : null}
      <SignInForm {...props} />
    </EntryShell>
  );
}
