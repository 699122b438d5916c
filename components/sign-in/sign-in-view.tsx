import { useTranslations } from 'next-intl';
import { EntryShell } from './entry-shell';
import { SignInForm, type SignInFormProps } from './sign-in-form';

export function SignInView(props: SignInFormProps) {
  const t = useTranslations('sign-in');
  return (
    <EntryShell title={t('title')} lead={t('lead')}>
      <SignInForm {...props} />
    </EntryShell>
  );
}
