'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePanel } from '@/components/handoff/panel-context';
import { RefusalNote } from '@/components/handoff/refusal-note';
import { useAction } from '@/components/handoff/use-action';
import { useDraft } from '@/components/handoff/use-draft';
import { useItemName } from '@/components/handoff/use-item-name';
import { currentChecklists } from '@/components/handoff/verdict.rules';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input, Select } from '@/components/ui/field';
import { BLOB_MAX_BYTES } from '@/server/domain/blob/blob.schema';
import { type EvidenceKind, evidenceKindsOf, needsUrl, sha256Of, urlProblem } from './evidence.rules';
import { fileBase64 } from './file-base64';

interface Draft {
  readonly kind: EvidenceKind;
  readonly label: string;
  readonly url: string;
}

/** Attaches what proves an item: an address, a commit, a test, a log, a measure, or a file kept with the project. */
export function EvidenceDialog({ item, onClose }: { item: string; onClose: () => void }) {
  const t = useTranslations('checklist.attach');
  const common = useTranslations('checklist');
  const { detail, handoff, goToItem } = usePanel();
  const view = currentChecklists(detail)
    .flatMap(({ items }) => items)
    .find(({ key }) => key === item);
  const kinds = evidenceKindsOf(view?.evidenceKinds ?? []);
  const [draft, setDraft, clear] = useDraft<Draft>(`evidence ${item}`, () => ({
    kind: kinds[0] ?? 'link',
    label: '',
    url: '',
  }));
  const [file, setFile] = useState<File | null>(null);
  const [tried, setTried] = useState(false);
  const action = useAction();
  const itemName = useItemName();
  const isFile = draft.kind === 'file';
  const tooBig = isFile && file !== null && file.size > BLOB_MAX_BYTES;
  const label = draft.label.trim() === '' && isFile ? (file?.name ?? '') : draft.label.trim();
  const badUrl = urlProblem(draft.kind, draft.url);
  const ready = label !== '' && !badUrl && (!isFile || (file !== null && !tooBig));

  const finish = <Done,>(done: Done) => {
    if (done !== null) {
      clear();
      onClose();
      goToItem(item);
    }
    return done;
  };
  const submit = async () => {
    setTried(true);
    if (!ready || action.pending) return;
    const url = draft.url.trim();
    let sha256: string | null = null;
    if (isFile && file !== null) {
      const uploaded = await action.run('blob.upload', {
        name: file.name.slice(0, 200),
        mime: file.type === '' ? 'application/octet-stream' : file.type.split(';')[0],
        base64: await fileBase64(file),
      });
      sha256 = uploaded === null ? null : sha256Of(uploaded.result);
      if (sha256 === null) return;
    }
    finish(
      await action.run('checklist.attachEvidence', {
        handoff,
        item,
        kind: draft.kind,
        label,
        ...(url === '' || isFile ? {} : { url }),
        ...(sha256 === null ? {} : { sha256 }),
      }),
    );
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('title')}
      description={itemName(item)}
      closeLabel={common('close')}
    >
      <form
        className="flex flex-col gap-3.5 p-5 pt-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field label={t('kind')}>
          {(control) => (
            <Select
              {...control}
              value={draft.kind}
              onChange={(kind) => setDraft({ ...draft, kind })}
              options={kinds.map((kind) => ({ value: kind, label: common(`kindTitle.${kind}`) }))}
            />
          )}
        </Field>
        {isFile ? (
          <Field
            label={t('file')}
            hint={t('fileHint')}
            error={tooBig ? t('tooBig') : tried && file === null ? t('noFile') : null}
          >
            {(control) => (
              <input
                {...control}
                type="file"
                className="field-control"
                onChange={(event) => setFile(event.target.files?.[0] ?? null)}
              />
            )}
          </Field>
        ) : null}
        <Field
          label={t('label')}
          hint={t(`labelHint.${draft.kind}`)}
          error={tried && label === '' ? t('noLabel') : null}
        >
          {(control) => (
            <Input
              {...control}
              maxLength={300}
              className={draft.kind === 'commit' ? 'font-mono' : undefined}
              value={draft.label}
              onChange={(event) => setDraft({ ...draft, label: event.target.value })}
            />
          )}
        </Field>
        {isFile ? null : (
          <Field
            label={needsUrl(draft.kind) ? t('url') : t('urlOptional')}
            error={badUrl && (tried || draft.url !== '') ? t('badUrl') : null}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="url"
                placeholder="https://"
                maxLength={2000}
                value={draft.url}
                onChange={(event) => setDraft({ ...draft, url: event.target.value })}
              />
            )}
          </Field>
        )}
        <RefusalNote action={{ ...action, again: () => action.again().then(finish) }} onFollow={onClose} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            loading={action.pending}
            data-action="checklist.attachEvidence"
          >
            {t('submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
