// A GPT: the same training, and what each letter looks at.
import { element, onlyOf, picture, show } from 'elements';
import { Training } from 'training';
import { modelFor, name as nameToRead, namesToLearn } from 'given';

const HEADS = 4;

export const gpt = {
  id: 'gpt',
  title: 'A GPT',
  idea: 'The same training, another network. Each letter asks those before it, and takes more from some than from others: attention. '
    + 'It is microgpt: 4,192 numbers, one layer, four heads.',
  question: {
    ask: 'The network reads v, i, r, a and says what is next. Which letters may the a look at?',
    answers: [
      { text: 'All letters of the name', hint: 'The next letter is what it has to guess. If it could see it, there would be nothing to learn.' },
      { text: 'Itself and those before it', right: 'Later letters are masked out. So one name gives as many examples as it has letters, all at once.' },
      { text: 'Only the last three', hint: 'That was the network before. This one sees the whole beginning, and learns where to look.' },
    ],
  },
  goal: 'Train it under a loss of 2.1, as a mean of the last 200 steps. Then find a head that looks at one special place.',
  lesson: '19-microgpt',
  words: ['attention', 'embedding', 'layer', 'loss', 'step', 'learning rate'],
  answer: 'Some heads look at the letter before, some at the beginning, some at vowels. Nobody told them to.',

  async open(root, page) {
    const attention = attentionCard(page, () => training);
    const training = new Training(page, {
      kind: 'gpt', model: modelFor((kind) => kind === 'gpt'), batch: 16, rate: 0.01, fastest: -1, target: 2.1, text: await namesToLearn(),
      starts: { untrained: { text: 'untrained: 3.3', options: [] }, later: { text: 'after 200 steps', options: [], steps: 200 } },
      says: ({ steps }, loss) =>
        steps === 0 ? 'Small random numbers: all letters are about equally likely, so it begins at chance.'
        : loss > 2.5 ? 'First it learns how often each letter comes, as the others did.'
        : loss > 2.2 ? 'It has passed what the pairs can tell: now where it looks begins to matter.'
        : 'It uses more of the name than its last letter. Look at what it looks at.',
      onmoment: () => attention.show(),
    });
    root.append(training.root, attention.root);
    await training.start();
    return () => training.close();
  },
};

/** A name with an arc from one of its letters to each that it looks at, for each head. */
function attentionCard(page, training) {
  let at = null; // the place that looks; the last if none is chosen
  const pictures = element('div', { class: 'heads' });
  const input = element('input', {
    id: 'name', type: 'text', value: page.address.name ?? nameToRead, maxlength: 12, size: 12, autocapitalize: 'off', autocomplete: 'off', spellcheck: 'false',
    oninput: () => {
      page.keep({ name: input.value });
      at = null;
      show();
    },
  });
  const write = element('button', { type: 'button', onclick: writeName }, 'Let it write a name');
  const root = element('section', { class: 'card', 'aria-label': 'Attention' },
    element('div', { class: 'controls' }, element('h2', {}, element('label', { for: 'name' }, 'What each letter looks at in')), input, write),
    pictures,
    element('p', { class: 'small quiet' }, 'The thicker the arc, the more the marked letter takes from the other. The dot is the beginning. '
      + 'Click a letter to let it look. Each head looks in a way of its own.'));

  async function show() {
    const name = onlyOf(await training().ask('Letters'), input.value), weights = Array.from(await training().ask('Attention', name));
    const text = `.${name}`, t = text.length, from = Math.min(at ?? t - 1, t - 1);
    pictures.replaceChildren(...Array.from({ length: HEADS }, (_, head) =>
      headPicture(head, text, from, weights.slice((head * t + from) * t, (head * t + from) * t + t), (chosen) => { at = chosen; show(); })));
  }

  async function writeName() {
    const [name] = await training().ask('Sample', `${Math.floor(Math.random() * 1e9)}`, 1);
    write.disabled = true;
    at = null;
    for (let letters = 0; letters <= name.length; letters++) {
      input.value = name.slice(0, letters);
      await show();
      await new Promise((resolve) => setTimeout(resolve, 450));
    }
    write.disabled = false;
  }
  return { root, show };
}

function headPicture(head, text, from, weights, choose) {
  const step = 34, y = 92, x = (i) => 22 + i * step, width = Math.max(240, x(text.length));
  const best = weights.indexOf(Math.max(...weights));
  return element('figure', {}, element('figcaption', {}, `head ${head + 1}: most, ${Math.round(100 * weights[best])} %, from ${best === from ? 'itself' : best === 0 ? 'the beginning' : text[best]}`),
    picture('svg', { viewBox: `0 0 ${width} 112`, role: 'img', 'aria-label': `head ${head + 1}: ${[...text].map((letter, i) => `${letter} ${show(weights[i] ?? 0, false, 2)}`).join(', ')}` },
      weights.slice(0, from + 1).map((weight, i) => picture('path', {
        class: 'arc', 'stroke-width': 1 + 11 * weight, opacity: 0.12 + 0.8 * weight,
        d: i === from ? `M ${x(i) - 6} ${y - 18} C ${x(i) - 18} ${y - 48} ${x(i) + 18} ${y - 48} ${x(i) + 6} ${y - 18}`
          : `M ${x(from)} ${y - 18} C ${x(from)} ${y - 26 - 11 * Math.min(6, from - i)} ${x(i)} ${y - 26 - 11 * Math.min(6, from - i)} ${x(i)} ${y - 18}`,
      })),
      [...text].map((letter, i) => picture('text', {
        class: `letter ${i === from ? 'looks' : i > from ? 'later' : ''}`, x: x(i), y, 'text-anchor': 'middle', onclick: () => choose(i),
      }, letter))));
}
