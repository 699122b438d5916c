import type { Letter } from '../actions/change';

interface Words {
  readonly subject: string;
  readonly lead: string;
  readonly action: string;
  readonly until: string;
  readonly not: string;
}

const GREETING = { en: 'Hello,', ru: 'Здравствуйте!' } as const;

function words({ kind, language, project = '', by }: Letter): Words {
  const ru = language === 'ru';
  switch (kind) {
    case 'invite':
      return ru
        ? {
            subject: `Приглашение в проект «${project}»`,
            lead: by
              ? `${by} приглашает вас в проект «${project}».`
              : `Вас приглашают в проект «${project}».`,
            action: 'Принять приглашение',
            until: 'Ссылка открывается один раз и действует 7 дней.',
            not: 'Если вы не ждали приглашения, ничего делать не нужно.',
          }
        : {
            subject: `An invitation to ${project}`,
            lead: by
              ? `${by} invites you to the project ${project}.`
              : `You are invited to the project ${project}.`,
            action: 'Accept the invitation',
            until: 'The link opens once and lasts 7 days.',
            not: 'If you expected none, there is nothing to do.',
          };
    case 'reset':
      return ru
        ? {
            subject: 'Новый пароль',
            lead: 'По этой ссылке можно выбрать новый пароль. Все открытые сеансы при этом завершатся.',
            action: 'Выбрать пароль',
            until: 'Ссылка открывается один раз и действует час.',
            not: 'Если вы этого не просили, ничего делать не нужно: прежний пароль остаётся.',
          }
        : {
            subject: 'A new password',
            lead: 'With this link you choose a new password. Every session that is open then ends.',
            action: 'Choose a password',
            until: 'The link opens once and lasts an hour.',
            not: 'If you did not ask for it, there is nothing to do: your password stays.',
          };
    case 'set-up':
      return ru
        ? {
            subject: 'Ваша учётная запись',
            lead: 'Для вас создана учётная запись. Осталось выбрать пароль.',
            action: 'Выбрать пароль',
            until: 'Ссылка открывается один раз и действует 3 дня.',
            not: 'Если вы этого не ждали, ничего делать не нужно.',
          }
        : {
            subject: 'Your account',
            lead: 'An account was made for you. What is left is a password.',
            action: 'Choose a password',
            until: 'The link opens once and lasts 3 days.',
            not: 'If you expected none, there is nothing to do.',
          };
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
/** Names come from people: none may become a header or a second line. */
const oneLine = (text: string) => text.replace(/\p{Cc}+/gu, ' ').slice(0, 200);

/** Subject, text and HTML of a letter; `address` is where its button leads. */
export function writeLetter(
  letter: Letter,
  address: string,
): { subject: string; text: string; html: string } {
  const { subject, lead, action, until, not } = words(letter);
  const greeting = GREETING[letter.language];
  const button = `display:inline-block;padding:10px 16px;border-radius:6px;background:#1f1d1a;color:#ffffff;text-decoration:none;font-weight:600`;
  return {
    subject: oneLine(subject),
    text: [greeting, '', oneLine(lead), '', `${action}: ${address}`, '', until, not, '', 'llmgenie', ''].join(
      '\n',
    ),
    html: `<!doctype html><html lang="${letter.language}"><body style="margin:0;padding:24px;font:15px/1.5 system-ui,sans-serif;color:#1f1d1a">
<p>${greeting}</p><p>${escaped(oneLine(lead))}</p>
<p><a href="${escaped(address)}" style="${button}">${action}</a></p>
<p style="color:#6b665e">${until}<br>${not}</p><p style="color:#6b665e">llmgenie</p></body></html>`,
  };
}
