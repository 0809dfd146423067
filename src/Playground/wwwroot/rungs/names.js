// Names: the MLP, from scratch; and the networks that see more of a name.
import { choice, element, nameField, onlyOf, picture, show } from 'elements';
import { Training } from 'training';
import { NetworkWalk } from 'walk/network';
import { modelFor, modelKind, name as nameToWalk, namesToLearn } from 'given';
import { networks } from 'names/networks';
import { memoryCard } from 'names/memory';
import { treeCard } from 'names/tree';

const VOWELS = 'aeiou';
const compared = new Map(); // { sees, steps, isChanged, loss } of each network that was trained since the page was opened
const isKnown = (id) => networks.some((network) => network.id === id);
const usual = isKnown(modelKind) ? modelKind : networks[0].id; // who gives the page a network wants to see that one
const networkOf = ({ net }) => networks.find(({ id }) => id === net) ?? networks.find(({ id }) => id === usual);

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

  /** What the rung says of another network than the first. */
  of: (address) => networkOf(address).told,

  async open(root, page) {
    const network = networkOf(page.address);
    const isFirst = network === networks[0];
    const map = element('section', { class: 'card', 'aria-label': 'Where the letters are' });
    const next = nextLetters(page, () => training, () => tree?.show());
    const change = changeCard(() => training);
    const memory = network.hasMemory ? memoryCard(page, () => training, network.wiped) : null;
    const tree = network.hasTree ? treeCard(() => training, () => next.beginning) : null;
    const walk = isFirst ? walkCard(page, () => training) : null;
    const comparison = comparisonCard(network);
    const size = element('p', { class: 'small quiet', id: 'network' });
    let sees;
    const shown = [memory, tree, next, change].filter(Boolean);
    const training = new Training(page, {
      ...network,
      kind: network.id,
      model: modelFor((kind) => kind === network.id || (isFirst && kind !== 'gpt' && !isKnown(kind))),
      text: await namesToLearn(),
      onmoment: async () => {
        const letters = await training.ask('BlockSize');
        sees = network.hasMemory ? 'the whole name' : letters === 1 ? '1 letter' : `${letters} letters`;
        const learns = (await training.ask('ParameterCount')).toLocaleString('en');
        size.textContent = `It sees ${sees}, and learns ${learns} numbers. A step takes ${network.takes}.`;
        await showMap(training, map);
        for (const card of shown) await card.show();
      },
      onheld: (loss) => comparison.add({ sees, steps: training.steps, isChanged: training.isChanged, loss }),
    });
    training.root.prepend(choice({
      name: 'net',
      label: 'Network',
      options: networks.map(({ id, text }) => [id, text]),
      value: network.id,
      onchange: (id) => chooseNetwork(page, id),
    }), size);
    const cards = [training, memory, tree, next].filter(Boolean).map((card) => card.root);
    cards.push(map, comparison.root, change.root);
    // Who asks for a walk sees it first.
    root.append(...(walk && page.address.walk ? [walk.root, ...cards] : [...cards, walk?.root].filter(Boolean)));
    await training.start();
    if (page.address.play) training.play().catch(page.tell);
    if (page.address.walk) await walk?.open().catch(page.tell);
    return async () => {
      await walk?.close();
      await training.close();
    };
  },
};

/** Opens the rung anew with another network. A rate and a beginning were those of the one before. */
function chooseNetwork(page, id) {
  const walked = Object.keys(page.address).filter((name) => name.startsWith('walk'));
  const left = ['rate', 'start', 'play', ...walked].map((name) => [name, null]);
  page.keep({ ...Object.fromEntries(left), net: id === usual ? null : id });
  page.reopen();
}

/** The loss on names never seen, of each network that was trained so far. */
function comparisonCard(network) {
  const rows = element('tbody');
  const root = element('section', { class: 'card', 'aria-label': 'The networks compared' },
    element('h2', {}, 'What seeing more is worth'),
    element('table', { class: 'compared' },
      element('thead', {}, element('tr', {}, ['network', 'learned from', 'loss on names it never saw'].map((heading) =>
        element('th', { scope: 'col' }, heading)))),
      rows),
    element('p', { class: 'small quiet' },
      'Each network that you train or pause on this page has a line here. Choose another one above, and train it too.'));

  function draw() {
    root.hidden = compared.size === 0;
    rows.replaceChildren(...networks.filter(({ id }) => compared.has(id)).map(({ id, text, takes }) => {
      const { sees, steps, isChanged, loss } = compared.get(id);
      const count = `${steps.toLocaleString('en')} ${steps === 1 ? 'step' : 'steps'}`;
      return element('tr', { class: id === network.id && 'here' },
        element('th', { scope: 'row' }, `${text}, which sees ${sees}`),
        element('td', {}, `${count} of ${takes}${isChanged ? ', and a change by hand' : ''}`),
        element('td', {}, loss.toFixed(3)));
    }));
  }

  draw();
  return {
    root,
    add: (result) => {
      if (Number.isFinite(result.loss)) compared.set(network.id, result);
      draw();
    },
  };
}

/** The letters at their two numbers of the embedding table. */
async function showMap(training, card) {
  card.hidden = !(await training.ask('Tensors')).includes('embedding.table');
  if (card.hidden) return;
  const [, columns] = await training.ask('ShapeOf', 'embedding.table');
  card.hidden = columns !== 2;
  if (card.hidden) return;
  const letters = await training.ask('Letters');
  const table = await training.ask('Values', 'embedding.table');
  const places = letters.map((letter, i) => ({ letter, x: table[2 * i], y: table[2 * i + 1] }));
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
function nextLetters(page, training, onbeginning) {
  const bars = element('div', { class: 'bars', role: 'list', 'aria-label': 'Probability of each next letter' });
  const input = nameField({
    id: 'beginning', value: page.address.beginning ?? 'ra', maxlength: 20, size: 8,
    oninput: () => {
      page.keep({ beginning: input.value });
      update();
      onbeginning();
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
  return { root, show: update, get beginning() { return input.value; } };
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
