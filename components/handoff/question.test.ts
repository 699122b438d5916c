import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ago, card, coder1, irina } from '@/components/board/sample-board';
import { AskHandoff, type HandoffDetail } from '@/server/domain/handoff/handoff.schema';
import { readOptions, shownQuestion } from './question.rules';

const Options = AskHandoff.shape.options;

describe('readOptions', () => {
  it('reads options with what speaks for and against each', () => {
    expect(readOptions('Only open\n + quick\n- no history\n\nEverything\n− slow')).toEqual({
      options: [
        { label: 'Only open', pros: ['quick'], cons: ['no history'] },
        { label: 'Everything', pros: [], cons: ['slow'] },
      ],
      problem: null,
    });
  });

  it('names what the server would refuse', () => {
    expect(readOptions('+ for what?').problem).toBe('point');
    expect(readOptions(`a\n${'+ b\n'.repeat(6)}`).problem).toBe('points');
    expect(readOptions('a\n'.repeat(10)).problem).toBe('many');
    expect(readOptions('a'.repeat(201)).problem).toBe('long');
  });

  it('never calls fine what the server refuses', () => {
    const line = fc.oneof(fc.string({ maxLength: 220 }), fc.constantFrom('+ for', '- against', '', '+', '-'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const { options, problem } = readOptions(lines.join('\n'));
        expect(problem !== null || Options.safeParse(options).success).toBe(true);
      }),
    );
  });
});

describe('shownQuestion', () => {
  const question = (open: boolean, answered: boolean): HandoffDetail['questions'][number] => ({
    id: 'q',
    asker: coder1,
    role: 'reviewer',
    actor: null,
    question: 'Which?',
    options: [],
    askedAt: ago(9),
    open,
    answer: answered ? { by: irina, option: null, answer: 'This', at: ago(1) } : null,
    untrusted: true,
  });
  const shown = (asked: HandoffDetail['questions'], changes: Partial<HandoffDetail['card']>) =>
    shownQuestion({ card: card(changes), questions: asked });

  it('shows the open one, then its answer while the asker holds on, and nothing that was withdrawn', () => {
    const held = { state: 'active', holder: coder1 } as const;
    expect(shown([question(true, false)], { state: 'input_required', holder: coder1 })).not.toBeNull();
    expect(shown([question(false, true)], held)).not.toBeNull();
    expect(shown([question(false, true)], { ...held, holder: irina })).toBeNull();
    expect(shown([question(false, true)], { state: 'offered', holder: null })).toBeNull();
    expect(shown([question(false, false)], held)).toBeNull();
    expect(shown([], held)).toBeNull();
  });
});
