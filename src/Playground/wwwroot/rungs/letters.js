// One letter after another: the gradient of a row of scores is p − target.
import { element, show, slider, numberOf, playButton, seedOf, oneAfterAnother } from 'elements';
import { namesToLearn } from 'given';

export const letters = {
  id: 'letters',
  title: 'A letter',
  idea: 'Which letter follows an a? The smallest model of names has a score for each answer, and softmax makes probabilities p '
    + 'of them. The loss is −ln p of the letter that came: 0 if it was certain. What it sends back to each score is p − target.',
  question: {
    ask: 'In one example, n came next. The model gave n the probability 0.04. Which scores does a step raise?',
    answers: [
      {
        text: 'Only that of n',
        right: 'p − target is 0.04 − 1 for n: negative, so a step raises it. For every other letter it is p − 0: positive, '
          + 'so a step lowers it, and the more, the likelier the model thought it.',
      },
      {
        text: 'All of them, that of n the most',
        hint: 'Probabilities add up to 1. If every score rose, what would have changed? Think of p − target: what is its sign '
          + 'for a letter that did not come?',
      },
      {
        text: 'Those that were too likely',
        hint: 'Those are in the way. Which sign has p − target for them? A step goes against the sign.',
      },
    ],
  },
  goal: 'Let it see all examples, and bring the loss within 0.01 of the least there is. What do the bars look like then?',
  lesson: '07-network',
  words: ['score', 'softmax', 'loss', 'ln', 'gradient', 'learning rate'],
  answer: 'p has become the target, so p − target is 0 everywhere: nothing pulls any more.',

  async open(root, page) {
    const { engine, address } = page;
    const row = await engine.call('Letters.Start', await namesToLearn(), seedOf(address.seed));
    const letters = await engine.call('Letters.All', row); // the first stands for the beginning, and for the end
    const size = letters.length;
    const state = {
      letters,
      letter: Math.max(0, letters.indexOf(address.letter ?? 'a')),
      example: letters.indexOf(address.example ?? ''), // what came next; −1: all examples
      rate: numberOf(address.rate, 1, 0.1, 100),
      steps: 0,
      now: null, // { p, target, gradient, loss, least, count }
    };

    const choose = element('select', { id: 'letter', onchange: (event) => go({ letter: Number(event.target.value) }) },
      letters.map((text, i) => element('option', { value: i, selected: i === state.letter }, i === 0 ? '(begins)' : text)));
    const see = element('select', { id: 'see', onchange: (event) => go({ example: Number(event.target.value) }) });
    const { button, stop } = playButton(80, step);
    const says = element('p', { class: 'says' });
    const bars = element('div', { class: 'rowbars' });
    const rates = slider({
      id: 'rate', label: 'Learning rate', min: -1, max: 2, step: 0.05, value: Math.log10(state.rate),
      write: (position) => show(10 ** position, false, 2),
      oninput: (position) => {
        state.rate = 10 ** position;
        page.keep({ rate: show(state.rate, false, 2) });
      },
    });
    root.append(element('section', { class: 'card' },
      element('div', { class: 'controls' },
        element('label', { for: 'letter' }, 'After'), choose,
        element('label', { for: 'see' }, 'it sees'), see,
        button,
        element('button', { type: 'button', onclick: step }, 'One step'),
        element('button', { type: 'button', onclick: () => go({ letter: state.letter }) }, 'Start again'),
        rates.root),
      says, bars,
      element('p', { class: 'small quiet' },
        'Above: p as a bar, and the target as a line. Below: the gradient, p − target. '
        + 'Where it is positive, a step lowers the score; where it is negative, a step raises it. '
        + 'Click a letter to say that it came next.')));

    const inTurn = oneAfterAnother(page.tell);

    /** Takes another letter, which begins anew, or another example. */
    function go(change) {
      stop();
      return inTurn(() => take(change));
    }

    async function take(change) {
      Object.assign(state, change);
      if ('letter' in change) {
        state.steps = 0;
        await engine.call('Letters.Choose', row, state.letter);
      }
      page.keep({ letter: letters[state.letter], example: letters[state.example] ?? '' });
      await engine.call('Letters.See', row, state.example);
      await look();
    }

    async function look() {
      const numbers = await engine.call('Letters.Look', row);
      const [loss, least, count] = numbers.slice(3 * size);
      state.now = {
        p: numbers.slice(0, size),
        target: numbers.slice(size, 2 * size),
        gradient: numbers.slice(2 * size, 3 * size),
        loss, least, count,
      };
      see.replaceChildren(...examplesOf(state));
      says.replaceChildren(...strongestPull(state));
      bars.replaceChildren(...barsOf(state, (example) => go({ example })));
    }

    function step() {
      return inTurn(async () => {
        await engine.call('Letters.Step', row, state.rate);
        state.steps++;
        await look();
        if (state.example < 0 && state.now.loss - state.now.least < 0.01) page.reach();
      });
    }

    await go({ letter: state.letter });
    return () => {
      stop();
      return engine.release(row);
    };
  },
};

/** What it may see: everything, or one example. */
function examplesOf({ letters, example, now }) {
  const all = example < 0 ? `all ${now.count.toLocaleString('en')} examples` : 'all examples';
  return [
    element('option', { value: -1, selected: example < 0 }, all),
    ...letters.map((text, i) =>
      element('option', { value: i, selected: i === example }, `one example: ${i === 0 ? 'the end' : text} came next`)),
  ];
}

/** The loss, and the letter whose score a step moves most. */
function strongestPull({ letters, letter, rate, steps, now: { p, target, gradient, loss, least } }) {
  const most = gradient.reduce((at, g, i) => Math.abs(g) > Math.abs(gradient[at]) ? i : at, 0);
  const pull = gradient[most];
  const pulled = letters[most] === '.' ? 'the end' : letters[most];
  return [
    element('b', {}, `Step ${steps}`), ' · loss ', element('b', { class: 'number', id: 'loss' }, loss.toFixed(3)),
    ` · the least there is: ${least.toFixed(3)}`, element('br'),
    `The strongest pull is on ${pulled} after ${letter === 0 ? 'the beginning' : letters[letter]}: `
      + `p − target = ${p[most].toFixed(3)} − ${target[most].toFixed(3)} = `,
    element('b', { class: pull > 0 ? 'positive' : 'negative' }, show(pull, true, 3)),
    `, so a step ${pull > 0 ? 'lowers' : 'raises'} its score by ${show(Math.abs(rate * pull), false, 3)}.`,
  ];
}

/** For each letter p as a bar with the target as a line, and the gradient below. `see` is told which example is chosen. */
function barsOf({ letters, example, now: { p, target, gradient } }, see) {
  const top = Math.max(0.1, ...p, ...example < 0 ? target : []);
  const most = Math.max(0.05, ...gradient.map(Math.abs));
  const height = (part) => `${Math.min(1, part / top) * 100}%`;
  return letters.map((text, i) => {
    const g = gradient[i], half = Math.abs(g) / most * 50;
    return element('button', {
      type: 'button',
      class: 'rowbar',
      onclick: () => see(i === example ? -1 : i),
      'aria-label': `${text}: p ${p[i].toFixed(3)}, target ${target[i].toFixed(3)}, gradient ${show(g, true, 3)}`,
      'aria-pressed': `${i === example}`,
    },
    element('span', { class: 'p' },
      element('i', { style: `height: ${height(p[i])}` }),
      element('u', { style: `bottom: ${height(target[i])}` })),
    element('span', { class: 'name' }, text),
    element('span', { class: 'g' }, element('i', {
      class: g > 0 ? 'up' : 'down',
      style: `${g > 0 ? 'bottom' : 'top'}: 50%; height: ${half}%`,
    })));
  });
}
