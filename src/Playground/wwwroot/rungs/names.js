// Names: the MLP, from scratch.
import { element, nameField, onlyOf, picture, show } from 'elements';
import { Training } from 'training';
import { NetworkWalk } from 'walk/network';
import { modelFor, name as nameToWalk, namesToLearn } from 'given';

const VOWELS = 'aeiou';

export const names = {
  id: 'names',
  title: 'Names',
  idea: 'A network reads three letters and says how probable each letter is next. A step takes 32 examples from a list of names '
    + 'and moves all its numbers a little, against their gradients.',
  question: {
    ask: 'There are 27 possible answers: 26 letters and the end. '
      + 'What should the loss of a network be that knows nothing at all?',
    answers: [
      {
        text: '0, because it has made no mistake yet',
        hint: 'The loss is 0 if it gave the right letter the probability 1. It cannot: it knows nothing.',
      },
      {
        text: 'ln 27 = 3.30',
        right: 'Knowing nothing means 1/27 for each letter, and −ln(1/27) = ln 27. A network that begins above that is surer '
          + 'than it should be, and wrong.',
      },
      {
        text: 'infinite, because it is always wrong',
        hint: 'Infinite would mean that it gave the right letter the probability 0: very sure, and wrong. '
          + 'Knowing nothing is not being sure.',
      },
    ],
  },
  goal: 'Get the loss under 2.2, as a mean of the last 200 steps. Then lower the rate, and look how much further it goes.',
  lesson: '09-mlp',
  words: ['loss', 'ln', 'step', 'batch', 'learning rate', 'embedding', 'layer', 'score', 'softmax'],
  answer: 'From three letters, not much more can be told. A smaller rate settles what a larger one keeps shaking.',

  async open(root, page) {
    const map = element('section', { class: 'card', 'aria-label': 'Where the letters are' });
    const next = nextLetters(page, () => training);
    const training = new Training(page, {
      kind: 'mlp',
      model: modelFor((kind) => kind !== 'gpt'),
      batch: 32,
      rate: 0.1,
      target: 2.2,
      text: await namesToLearn(),
      starts: {
        untrained: { text: 'untrained: a loss of about 15', options: [] },
        good: { text: 'a good start: 3.3', options: ['init=kaiming'] },
        later: { text: 'after 1,000 steps', options: [], steps: 1000 },
      },
      says: whatHappens,
      onmoment: async () => {
        await showMap(training, map);
        await next.show();
        await change.show();
      },
    });
    const walk = walkCard(page, () => training);
    const change = changeCard(() => training);
    const cards = [training.root, next.root, map, change.root];
    root.append(...(page.address.walk ? [walk.root, ...cards] : [...cards, walk.root])); // who asks for a walk sees it first
    await training.start();
    if (page.address.play) training.play().catch(page.tell);
    if (page.address.walk) await walk.open().catch(page.tell);
    return async () => {
      await walk.close();
      await training.close();
    };
  },
};

/** One sentence beside the curve: what the loss means now. */
function whatHappens({ steps, isGiven, first, chance, counting }, loss) {
  if (!Number.isFinite(loss))
    return 'The numbers have become too large to compute with: the rate is too high. Start again with a smaller one.';
  if (steps === 0 && isGiven) return 'The model as it was trained. Train it on, walk through a step, or change one of its numbers.';
  if (steps === 0 && first > chance + 0.5)
    return 'The loss is the mean of −ln p, for the letters that came. Untrained, it is sure of letters that are wrong: '
      + `worse than knowing nothing, ${chance.toFixed(2)}.`;
  if (steps === 0)
    return 'A good start: its small scores make all letters about equally likely, so it begins where knowing nothing is.';
  if (loss > Math.max(first, chance) + 1)
    return 'The steps are too long: each throws the weights further than the last. Start again with a smaller rate.';
  if (loss > chance) return 'It is still worse than chance: first it unlearns what it was sure of without reason.';
  if (loss > counting + 0.35) return 'Better than chance. It has found which letters are frequent, and which often end a name.';
  if (loss > counting + 0.05) return 'It has found which letters follow which. Click the curve to go back to any step.';
  return 'Now it uses all three letters. From here on, progress is slow. Click the curve to go back to any step.';
}

/** The letters at their two numbers of the embedding table. */
async function showMap(training, card) {
  card.hidden = !(await training.ask('Tensors')).includes('embedding.table');
  if (card.hidden) return;
  const [, columns] = await training.ask('ShapeOf', 'embedding.table');
  const letters = await training.ask('Letters');
  const table = await training.ask('Values', 'embedding.table');
  const places = letters.map((letter, i) => ({ letter, x: table[columns * i], y: table[columns * i + 1] }));
  card.replaceChildren(
    element('h2', {}, 'Where it put the letters'),
    element('div', { class: 'pair' }, mapOf(places), element('p', {},
      'Each letter is two numbers, drawn here as a place. Nobody says what they mean. '
      + 'The gradient moves them, and letters that are followed by the same letters end up side by side. Watch the vowels ',
      element('span', { class: 'vowel' }, 'a e i o u'), ' find each other. The dot is the end of a name.')));
}

/** Rare letters stay far out. The others fill the picture, and those stand at its edge. */
function mapOf(places) {
  const size = 400, edge = size / 2 - 12;
  const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
  const middle = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
  const [middleX, middleY] = [middle(places.map(({ x }) => x)), middle(places.map(({ y }) => y))];
  const distances = sorted(places.map(({ x, y }) => Math.max(Math.abs(x - middleX), Math.abs(y - middleY))));
  const reach = Math.max(0.3, distances[Math.floor(distances.length * 0.85)]) * 1.15;
  const at = (distance) => size / 2 + Math.max(-edge, Math.min(edge, distance / reach * size / 2));
  return picture('svg', {
    viewBox: `0 0 ${size} ${size}`, class: 'map', role: 'group', 'aria-label': 'Each letter at its two numbers',
  }, places.map(({ letter, x, y }) => picture('text', {
    x: at(x - middleX),
    y: at(middleY - y) + 5,
    'text-anchor': 'middle',
    class: VOWELS.includes(letter) ? 'vowel' : '',
  }, letter)));
}

/** The probabilities of the next letter, as bars, after a beginning that the reader types. */
function nextLetters(page, training) {
  const bars = element('div', { class: 'bars', role: 'list', 'aria-label': 'Probability of each next letter' });
  const input = nameField({
    id: 'beginning', value: page.address.beginning ?? 'ra', maxlength: 20, size: 8,
    oninput: () => {
      page.keep({ beginning: input.value });
      update();
    },
  });
  const root = element('section', { class: 'card', 'aria-label': 'What follows' },
    element('h2', {}, element('label', { for: 'beginning' }, 'What follows'), ' ', input, ' ?'), bars);

  async function update() {
    const letters = await training().ask('Letters');
    const probabilities = await training().ask('Next', onlyOf(letters, input.value));
    const top = Math.max(...probabilities);
    bars.replaceChildren(...letters.map((letter, i) => {
      const percent = 100 * probabilities[i];
      return element('div', { class: 'bar', role: 'listitem', title: `${letter}: ${show(percent, false, 3)} %` },
        element('i', { style: `height: ${percent / Math.max(top, 0.2)}%` }),
        element('span', {}, letter),
        probabilities[i] === top && element('b', {}, `${Math.round(percent)} %`));
    }));
  }
  return { root, show: update };
}

/** One step on one name, with the network as it is now, to be walked through. */
function walkCard(page, training) {
  const input = nameField({ id: 'walked', value: page.address.walk ?? nameToWalk, maxlength: 12, size: 10 });
  const says = element('p', { class: 'small quiet' });
  const walk = new NetworkWalk(page);
  const onsubmit = (event) => {
    event.preventDefault();
    input.blur(); // the arrow keys walk
    open().catch(page.tell);
  };
  const root = element('div', { class: 'stage' },
    element('section', { class: 'card', 'aria-label': 'Walk a step' },
      element('h2', {}, 'Walk through a step'),
      element('form', { class: 'controls', onsubmit },
        element('label', { for: 'walked' }, 'with the network as it is now, on the first three letters of'),
        input,
        element('button', { class: 'main' }, 'Walk')),
      says),
    walk.root);

  async function open() {
    await training().pause();
    const letters = await training().ask('Letters');
    const name = input.value = onlyOf(letters, input.value) || nameToWalk;
    page.keep({ walk: name });
    const step = await training().ask('StepOn', name, 3);
    const examples = await page.engine.call('Names.ExamplesOf', step); // all contexts, then all targets
    const count = examples.length / 2;
    const [contexts, targets] = [examples.slice(0, count), examples.slice(count)];
    const pairs = contexts.map((context, i) => `“${context}” → “${targets[i]}”`);
    says.textContent = `After ${training().steps.toLocaleString('en')} steps. It learns from ${pairs.join(', ')}. `
      + 'Everything works as with single numbers, only in tables. Click a cell to see how that one number came about.';
    await walk.open(step, { letters, contexts, targets: targets.map((target) => letters.indexOf(target)) });
  }
  return { root, open, close: () => walk.close() };
}

/** Any number of the network, to be changed by hand. */
function changeCard(training) {
  let tensor, shape, values;
  const names = element('select', { id: 'tensor', onchange: () => choose().catch(() => {}) });
  const places = element('span', { class: 'controls' });
  const field = element('input', { id: 'weight', type: 'number', step: 'any', 'aria-label': 'its value' });
  const says = element('p', { role: 'status', id: 'changed' });
  const onsubmit = (event) => {
    event.preventDefault();
    change().catch(() => {});
  };
  const form = element('form', { class: 'controls', onsubmit },
    element('label', { for: 'tensor' }, 'Take'), names, places, field, element('button', {}, 'Change it'));
  const root = element('details', { class: 'card', 'aria-label': 'Change a number', ontoggle: () => refresh() },
    element('summary', {}, element('h2', { class: 'inline' }, 'Change any number of it by hand')), form, says);

  /** Where the chosen number stands among all values of its tensor. */
  function place() {
    const indices = [...places.querySelectorAll('input')].map((input, axis) =>
      Math.min(shape[axis] - 1, Math.max(0, input.valueAsNumber || 0)));
    return indices.reduce((offset, index, axis) => offset * shape[axis] + index, 0);
  }

  async function choose() {
    tensor = names.value;
    shape = await training().ask('ShapeOf', tensor);
    const axes = shape.length === 1 ? ['column'] : ['row', 'column'];
    places.replaceChildren(...Array.from(shape, (size, axis) => element('input', {
      type: 'number', min: 0, max: size - 1, value: 0,
      'aria-label': `${axes[axis]} of ${tensor}, 0 to ${size - 1}`,
      oninput: showValue,
    })));
    await refresh();
  }

  function showValue() {
    field.value = Number(values[place()].toPrecision(6));
  }

  async function refresh() {
    if (!root.open) return;
    if (!tensor) {
      names.replaceChildren(...(await training().ask('Tensors')).map((name) => element('option', {}, name)));
      return choose();
    }
    values = await training().ask('Values', tensor);
    if (document.activeElement !== field) showValue();
  }

  async function change() {
    if (!Number.isFinite(field.valueAsNumber)) return;
    await training().pause();
    const before = await training().ask('Loss'), was = values[place()];
    await training().ask('Change', tensor, place(), field.valueAsNumber);
    const after = await training().ask('Loss');
    says.textContent = `${tensor}: ${show(was)} is ${show(field.valueAsNumber)} now. `
      + `The loss over all examples was ${before.toFixed(4)}, and is ${after.toFixed(4)}. Train on, and see whether it recovers.`;
    await training().changed();
  }
  return { root, show: refresh };
}
