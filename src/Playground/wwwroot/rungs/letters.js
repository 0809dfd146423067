// One letter after another: the gradient of a row of scores is p − target.
import { element, show, slider, numberOf, seedOf } from 'elements';
import { namesToLearn } from 'given';

export const letters = {
  id: 'letters',
  title: 'A letter',
  idea: 'Which letter follows an a? The smallest model of names has a score for each answer, and softmax makes probabilities p of them. '
    + 'The loss is −ln p of the letter that came: 0 if it was certain. What it sends back to each score is p − target.',
  question: {
    ask: 'In one example, n came next. The model gave n the probability 0.04. Which scores does a step raise?',
    answers: [
      { text: 'Only that of n', right: 'p − target is 0.04 − 1 for n: negative, so a step raises it. For every other letter it is p − 0: positive, so a step lowers it, and the more, the likelier the model thought it.' },
      { text: 'All of them, that of n the most', hint: 'Probabilities add up to 1. If every score rose, what would have changed? Think of p − target: what is its sign for a letter that did not come?' },
      { text: 'Those that were too likely', hint: 'Those are in the way. Which sign has p − target for them? A step goes against the sign.' },
    ],
  },
  goal: 'Let it see all examples, and bring the loss within 0.01 of the least there is. What do the bars look like then?',
  lesson: '07-network',
  words: ['score', 'softmax', 'loss', 'ln', 'gradient', 'learning rate'],
  answer: 'p has become the target, so p − target is 0 everywhere: nothing pulls any more.',

  async open(root, page) {
    const { engine, address } = page;
    const row = await engine.call('Letters.Start', await namesToLearn(), seedOf(address.seed));
    const all = await engine.call('Letters.All', row), size = all.length;
    const nameOf = (letter) => letter === 0 ? 'the beginning' : all[letter];
    let letter = Math.max(0, all.indexOf(address.letter ?? 'a')), example = all.indexOf(address.example ?? ''), rate = numberOf(address.rate, 1, 0.1, 100);
    let timer = null, now, steps = 0;

    const choose = element('select', { id: 'letter', onchange: (event) => go({ letter: Number(event.target.value) }) },
      all.map((text, i) => element('option', { value: i, selected: i === letter }, i === 0 ? '(begins)' : text)));
    const see = element('select', { id: 'see', onchange: (event) => go({ example: Number(event.target.value) }) });
    const play = element('button', { type: 'button', class: 'main', onclick: () => timer ? stop() : start() }, 'Train');
    const says = element('p', { class: 'says' });
    const bars = element('div', { class: 'rowbars' });
    const rates = slider({
      id: 'rate', label: 'Learning rate', min: -1, max: 2, step: 0.05, value: Math.log10(rate), write: (x) => show(10 ** x, false, 2),
      oninput: (x) => { rate = 10 ** x; page.keep({ rate: show(rate, false, 2) }); },
    });
    root.append(element('section', { class: 'card' },
      element('div', { class: 'controls' },
        element('label', { for: 'letter' }, 'After'), choose, element('label', { for: 'see' }, 'it sees'), see,
        play, element('button', { type: 'button', onclick: step }, 'One step'),
        element('button', { type: 'button', onclick: () => go({ letter }) }, 'Start again'), rates.root),
      says, bars,
      element('p', { class: 'small quiet' }, 'Above: p as a bar, and the target as a line. Below: the gradient, p − target. '
        + 'Where it is positive, a step lowers the score; where it is negative, a step raises it. Click a letter to say that it came next.')));

    async function go(change) {
      stop();
      if ('letter' in change) {
        ({ letter } = change);
        steps = 0;
        await engine.call('Letters.Choose', row, letter);
      }
      if ('example' in change) ({ example } = change);
      page.keep({ letter: all[letter], example: all[example] ?? '' });
      await engine.call('Letters.See', row, example);
      await look();
    }

    async function look() {
      const numbers = await engine.call('Letters.Look', row);
      now = { p: numbers.slice(0, size), target: numbers.slice(size, 2 * size), gradient: numbers.slice(2 * size, 3 * size) };
      [now.loss, now.least, now.count] = numbers.slice(3 * size);
      draw();
    }

    async function step() {
      await engine.call('Letters.Step', row, rate);
      steps++;
      await look();
      if (example < 0 && now.loss - now.least < 0.01) page.reach();
    }

    function start() {
      play.textContent = 'Pause';
      timer = setInterval(step, 80);
    }

    function stop() {
      clearInterval(timer);
      timer = null;
      play.textContent = 'Train';
    }

    function draw() {
      see.replaceChildren(
        element('option', { value: -1, selected: example < 0 }, example < 0 ? `all ${now.count.toLocaleString('en')} examples` : 'all examples'),
        ...all.map((text, i) => element('option', { value: i, selected: i === example }, `one example: ${i === 0 ? 'the end' : text} came next`)));
      const worst = now.gradient.reduce((at, g, i) => Math.abs(g) > Math.abs(now.gradient[at]) ? i : at, 0);
      says.replaceChildren(
        element('b', {}, `Step ${steps}`), ' · loss ', element('b', { class: 'number', id: 'loss' }, now.loss.toFixed(3)),
        ` · the least there is: ${now.least.toFixed(3)}`, element('br'),
        `The strongest pull is on ${all[worst] === '.' ? 'the end' : all[worst]} after ${nameOf(letter)}: p − target = `
          + `${now.p[worst].toFixed(3)} − ${now.target[worst].toFixed(3)} = `,
        element('b', { class: now.gradient[worst] > 0 ? 'positive' : 'negative' }, show(now.gradient[worst], true, 3)),
        `, so a step ${now.gradient[worst] > 0 ? 'lowers' : 'raises'} its score by ${show(Math.abs(rate * now.gradient[worst]), false, 3)}.`);
      const top = Math.max(0.1, ...now.p, ...(example < 0 ? now.target : [])), most = Math.max(0.05, ...now.gradient.map(Math.abs));
      bars.replaceChildren(...all.map((text, i) => {
        const g = now.gradient[i], half = Math.abs(g) / most * 50;
        return element('button', {
          type: 'button', class: 'rowbar', onclick: () => go({ example: i === example ? -1 : i }),
          'aria-label': `${text}: p ${now.p[i].toFixed(3)}, target ${now.target[i].toFixed(3)}, gradient ${show(g, true, 3)}`, 'aria-pressed': `${i === example}`,
        },
        element('span', { class: 'p' },
          element('i', { style: `height: ${Math.min(1, now.p[i] / top) * 100}%` }),
          element('u', { style: `bottom: ${Math.min(1, now.target[i] / top) * 100}%` })),
        element('span', { class: 'name' }, text),
        element('span', { class: 'g' }, element('i', {
          class: g > 0 ? 'up' : 'down', style: g > 0 ? `bottom: 50%; height: ${half}%` : `top: 50%; height: ${half}%`,
        })));
      }));
    }

    await go({ letter });
    return () => {
      stop();
      return engine.release(row);
    };
  },
};
