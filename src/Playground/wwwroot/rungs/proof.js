// A proof: every gradient of the engine is measured, here and now.
import { element, show } from 'elements';
import { number } from 'expression';

const DIGITS = 12; // as many as float64 leaves to a difference quotient, at best
const REPEATS = 20; // how often each is computed again, to see whether it stays the same

export const proof = {
  id: 'proof',
  title: 'A proof',
  idea: 'A rule for a gradient can be wrong, and so can the code, or the browser that runs it. An experiment knows no rules: '
    + 'push one number a little to each side, and see how far the result moves.',
  question: {
    ask: 'A network trains well, and its loss falls. Does that show that its gradients are right?',
    answers: [
      {
        text: 'Yes: with wrong gradients it could not learn',
        hint: 'Suppose all gradients came out twice as large. What else would have the same effect?',
      },
      {
        text: 'Yes, if the loss falls fast',
        hint: 'How fast it falls also depends on the rate, on the start and on the data. Which of them was it?',
      },
      {
        text: 'No: it learns with wrong ones too, only worse',
        right: 'What points roughly downhill still leads down. So a mistake can hide for years, unless each gradient is measured.',
      },
    ],
  },
  goal: 'Have everything checked. Which agree to the fewest digits?',
  lesson: '02-prove-it',
  words: ['gradient', 'derivative'],
  answer: 'Those that take many steps in a row, or divide by something small: recurrent cells, normalizations. There the '
    + 'measured slope is the less exact of the two. But seven digits are no accident: a wrong factor leaves none.',

  async open(root, { engine, reach, tell }) {
    const names = await engine.call('Checks.Everything');
    const rows = new Map(names.map((name) => [name, rowOf(name)]));
    const says = element('p', { class: 'says', role: 'status' });
    const start = element('button', { type: 'button', class: 'main', onclick: () => checkAll().catch(tell) }, 'Check everything');
    let isOpen = true;

    async function checkAll() {
      start.disabled = true;
      const seed = 1 + Math.floor(Math.random() * 1e6); // other cases each time
      let right = 0, checked = 0;
      for (const [name, row] of rows) {
        if (!isOpen) return;
        const verdict = JSON.parse(await engine.call('Checks.Check', name, REPEATS, seed));
        showVerdict(row, verdict);
        checked++;
        if (verdict.isRight) right++;
        says.textContent = `${checked} of ${rows.size} are checked, ${right} are right.`;
      }
      if (right === rows.size) reach();
      start.disabled = false;
      start.textContent = 'Check again, with other numbers';
    }

    root.append(element('section', { class: 'card', 'aria-label': 'The checks' },
      element('p', {}, 'Each operation, layer and network gets random numbers. Its gradients from walking back are compared with the '
        + 'slopes that are measured. The bar says to how many digits the two agree.'),
      element('div', { class: 'controls' }, start), says,
      element('ol', { class: 'proofs' }, [...rows.values()].map(({ item }) => item))));
    return () => { isOpen = false; };
  },
};

function rowOf(name) {
  const bar = element('i'), error = element('span', { class: 'number' });
  const item = element('li', {}, element('span', { class: 'name' }, name), element('span', { class: 'digits' }, bar), error);
  return { item, bar, error };
}

function showVerdict({ item, bar, error }, verdict) {
  const worst = number(verdict.error);
  const digits = Math.max(0, Math.min(DIGITS, -Math.log10(worst)));
  bar.style.width = `${verdict.isRight && worst > 0 ? 100 * digits / DIGITS : 0}%`;
  item.classList.toggle('fails', !verdict.isRight);
  error.textContent = !verdict.isSteady ? 'changes by itself' : !verdict.isRight ? `WRONG: ${show(worst, false, 2)}`
    : worst === 0 ? 'no gradient' : `${digits.toFixed(0)} digits`;
}
