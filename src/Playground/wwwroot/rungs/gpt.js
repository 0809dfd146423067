// A GPT: the same training, and what each letter looks at.
import { element, nameField, onlyOf, picture, show } from 'elements';
import { Training } from 'training';
import { modelFor, name as nameToRead, namesToLearn } from 'given';

export const gpt = {
  id: 'gpt',
  title: 'A GPT',
  idea: 'The same training, another network. Each letter asks those before it, and takes more from some than from others: '
    + 'attention. It is microgpt: 4,192 numbers, one layer, four heads.',
  question: {
    ask: 'The network reads v, i, r, a and says what is next. Which letters may the a look at?',
    answers: [
      {
        text: 'All letters of the name',
        hint: 'The next letter is what it has to guess. If it could see it, there would be nothing to learn.',
      },
      {
        text: 'Itself and those before it',
        right: 'Later letters are masked out. So one name gives as many examples as it has letters, all at once.',
      },
      {
        text: 'Only the last three',
        hint: 'That was the network before. This one sees the whole beginning, and learns where to look.',
      },
    ],
  },
  goal: 'Train it under a loss of 2.1, as a mean of the last 200 steps. Then find a head that looks at one special place.',
  lesson: '19-microgpt',
  words: ['attention', 'embedding', 'layer', 'loss', 'step', 'learning rate'],
  answer: 'Some heads look at the letter before, some at the beginning, some at vowels. Nobody told them to.',

  async open(root, page) {
    const attention = attentionCard(page, () => training);
    const training = new Training(page, {
      kind: 'gpt',
      model: modelFor((kind) => kind === 'gpt'),
      batch: 16,
      rate: 0.01,
      fastest: -1,
      target: 2.1,
      text: await namesToLearn(),
      starts: {
        untrained: { text: 'untrained: 3.3', options: [] },
        later: { text: 'after 200 steps', options: [], steps: 200 },
      },
      says: whatHappens,
      onmoment: () => attention.show(),
    });
    root.append(training.root, attention.root);
    await training.start();
    return () => training.close();
  },
};

/** One sentence beside the curve: what the loss means now. */
function whatHappens({ steps, isGiven, chance, counting }, loss) {
  if (!Number.isFinite(loss) || loss > chance + 1)
    return 'The steps are too long: the loss is worse than that of knowing nothing. Start again with a smaller rate.';
  if (steps === 0 && isGiven) return 'The model as it was trained. Look at what each letter looks at, or train it on.';
  if (steps === 0) return 'Small random numbers: all letters are about equally likely, so it begins at chance.';
  if (loss > counting + 0.25) return 'First it learns how often each letter comes, as the others did.';
  if (loss > counting) return 'It is nearly as good as counting pairs. From here on, it matters where it looks.';
  return 'It uses more of the name than its last letter. Look at what it looks at.';
}

/** A name with an arc from one of its letters to each that it looks at, for each head. */
function attentionCard(page, training) {
  let at = null; // the place that looks; the last if none is chosen
  const pictures = element('div', { class: 'heads' });
  const input = nameField({
    id: 'name', value: page.address.name ?? nameToRead, maxlength: 12, size: 12,
    oninput: () => {
      page.keep({ name: input.value });
      look(null);
    },
  });
  const write = element('button', { type: 'button', onclick: writeName }, 'Let it write a name');
  const root = element('section', { class: 'card', 'aria-label': 'Attention' },
    element('div', { class: 'controls' },
      element('h2', {}, element('label', { for: 'name' }, 'What each letter looks at in')), input, write),
    pictures,
    element('p', { class: 'small quiet' },
      'The thicker the arc, the more the marked letter takes from the other. The dot is the beginning. '
      + 'Click a letter to let it look. Each head looks in a way of its own.'));

  function look(from) {
    at = from;
    return show();
  }

  async function show() {
    const name = onlyOf(await training().ask('Letters'), input.value);
    const weights = Array.from(await training().ask('Attention', name)); // heads × letters × letters
    const text = `.${name}`, length = text.length;
    const from = Math.min(at ?? length - 1, length - 1);
    const heads = weights.length / (length * length); // of all layers, the first layer's first
    pictures.replaceChildren(...Array.from({ length: heads }, (_, head) => {
      const row = (head * length + from) * length;
      return headPicture(head, text, from, weights.slice(row, row + length), look);
    }));
  }

  async function writeName() {
    write.disabled = true;
    at = null;
    try {
      const [name] = await training().ask('Sample', `${Math.floor(Math.random() * 1e9)}`, 1);
      for (let letters = 0; letters <= name.length; letters++) {
        input.value = name.slice(0, letters);
        await show();
        await new Promise((resolve) => setTimeout(resolve, 450));
      }
    } catch (problem) {
      page.tell(problem);
    } finally {
      write.disabled = false;
    }
  }
  return { root, show };
}

function headPicture(head, text, from, weights, choose) {
  const step = 34, y = 92, x = (i) => 22 + i * step;
  const width = Math.max(240, x(text.length));
  const strongest = weights.indexOf(Math.max(...weights));
  const best = strongest === from ? 'itself' : strongest === 0 ? 'the beginning' : text[strongest];
  const shares = [...text].map((letter, i) => `${letter} ${show(weights[i] ?? 0, false, 2)}`);
  // An arc rises from one letter and comes down on the other; further ones rise higher. To itself it is a loop.
  const arc = (to) => {
    if (to === from) return `M ${x(to) - 6} ${y - 18} C ${x(to) - 18} ${y - 48} ${x(to) + 18} ${y - 48} ${x(to) + 6} ${y - 18}`;
    const top = y - 26 - 11 * Math.min(6, from - to);
    return `M ${x(from)} ${y - 18} C ${x(from)} ${top} ${x(to)} ${top} ${x(to)} ${y - 18}`;
  };
  return element('figure', {},
    element('figcaption', {}, `head ${head + 1}: most, ${Math.round(100 * weights[strongest])} %, from ${best}`),
    picture('svg', { viewBox: `0 0 ${width} 112`, role: 'img', 'aria-label': `head ${head + 1}: ${shares.join(', ')}` },
      weights.slice(0, from + 1).map((weight, i) => picture('path', {
        class: 'arc', 'stroke-width': 1 + 11 * weight, opacity: 0.12 + 0.8 * weight, d: arc(i),
      })),
      [...text].map((letter, i) => picture('text', {
        class: `letter ${i === from ? 'looks' : i > from ? 'later' : ''}`,
        x: x(i),
        y,
        'text-anchor': 'middle',
        onclick: () => choose(i),
      }, letter))));
}
