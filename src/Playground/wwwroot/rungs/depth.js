// Five layers: what becomes of the signals on their way forward and back, and what BatchNorm does about it.
import { choice, element, numberOf, oneAfterAnother, oncePerFrame, picture, rateOf, seedOf, show, slider } from 'elements';
import { lineChart } from 'chart';
import { Losses, smooth } from 'training';
import { namesToLearn } from 'given';

// Of the slider, with the 5/3 of lesson 14 between 1.6 and 1.7.
const GAINS = [...Array.from({ length: 38 }, (_, i) => (i + 3) / 10), 5 / 3].toSorted((a, b) => a - b);
const LAYERS = 5, PARTS = 50; // of the network, of a strip
const NUMBERS = LAYERS + 2; // the engine's, for a step
const CLOSE = 0.1; // how far what layer 1 gets may be from what layer 5 gets, for the goal
const RECENT = 50; // steps whose mean is shown as the loss
const BETWEEN = 400; // milliseconds from one look at the network to the next, while it trains

export const depth = {
  id: 'depth',
  title: 'Depth',
  idea: 'Five layers of 100 tanh neurons, one on top of the other, between three letters and the next. Whatever one layer does '
    + 'to its numbers, the next does again: on the way forward to what it says, and on the way back to the gradient.',
  question: {
    ask: 'With gain 1, the sums of a layer are about as large as what goes into it. Each sum goes through tanh. '
      + 'What becomes of the signal over five layers?',
    answers: [
      {
        text: 'It stays about as large',
        hint: 'The sums do. But tanh comes after them: tanh(1) is 0.76. What does it do to every number?',
      },
      {
        text: 'It gets smaller from layer to layer',
        right: 'tanh brings every number nearer to 0, and the next layer begins with what is left. '
          + 'A gain above 1 makes good for it; one that is too high drives the sums to where tanh is flat.',
      },
      {
        text: 'It piles up at −1 and 1',
        hint: 'It does if the sums are large. With gain 1 they are about 1, or less. Try gain 3 for that.',
      },
    ],
  },
  goal: 'Without BatchNorm and before any training, find a gain with which layer 1 gets as much gradient as layer 5, give or '
    + 'take a tenth. Then set the gain to 3, look, and switch BatchNorm on.',
  lesson: '14-batch-norm',
  words: ['layer', 'tanh', 'gain', 'spread', 'saturated', 'gradient', 'BatchNorm', 'learning rate', 'batch'],
  answer: 'There the weights make good for what tanh takes away. In a deep network it must be met well, because every layer '
    + 'multiplies again. With BatchNorm every gain gives the same picture, so there is nothing to meet.',

  async open(root, page) {
    const { engine, address } = page;
    const gains = slider({
      id: 'gain', label: 'Gain', min: 0, max: GAINS.length - 1, step: 1, value: nearest(numberOf(address.gain, 5 / 3, 0, 10)),
      write: (i) => GAINS[i] === 5 / 3 ? '5/3' : GAINS[i].toFixed(1),
      oninput: (i) => begin({ gain: show(GAINS[i], false, 3) }),
    });
    const rates = slider({
      id: 'rate', label: 'Learning rate', min: -3, max: 1, step: 0.05, value: Math.log10(rate()),
      write: (position) => show(rateOf(position)),
      oninput: (position) => {
        page.keep({ rate: rateOf(position) });
        engine.call('Depth.SetRate', training, rate());
      },
    });
    const norms = choice({
      name: 'norm', label: 'BatchNorm', value: normalizes() ? 'on' : 'off', options: [['off', 'off'], ['on', 'on']],
      onchange: (norm) => begin({ norm }),
    });
    const play = element('button', { type: 'button', class: 'main', onclick: () => isPlaying ? pause() : start() }, 'Train');
    const step = element('button', { type: 'button', onclick: () => inTurn(takeOne) }, 'One step');
    const again = element('button', { type: 'button', onclick: () => begin({}) }, 'Start again');
    const says = element('p', { class: 'says', id: 'says', 'aria-live': 'polite' });
    const layers = element('div', { class: 'layers' });
    const ratioChart = element('div'), lossChart = element('div');
    root.append(
      element('section', { class: 'card', 'aria-label': 'The layers' },
        element('div', { class: 'controls' }, norms, gains.root, rates.root),
        element('div', { class: 'controls' }, play, step, again),
        says, layers),
      element('section', { class: 'card', 'aria-label': 'How large a step is' },
        element('h2', {}, 'How large a step is, next to what it changes'),
        element('p', { class: 'small quiet' },
          'The spread of a step, divided by the spread of the weights that it changes, as a power of 10. '
          + 'Near −3, a step changes a weight by a thousandth: a good size. Much below, a layer hardly learns.'),
        ratioChart,
        element('p', { class: 'legend small' },
          ...Array.from({ length: LAYERS }, (_, i) => element('span', { class: `key layer${i + 1}` }, `layer ${i + 1}`)),
          element('span', { class: 'key output' }, 'output'))),
      element('section', { class: 'card', 'aria-label': 'The loss' }, element('h2', {}, 'The loss'), lossChart));

    const inTurn = oneAfterAnother(page.tell);
    let isPlaying = false, isOpen = true;
    let begun = 0; // counts what the reader asked to begin: of several in quick turns, the last counts
    let looked = 0, isLooking = false; // when the network was looked at last
    let seen = null; // what was seen then
    let ratios, losses; // of the steps: for each matrix of weights, and for the loss

    function rate() { return numberOf(address.rate, 0.1, 0.001, 10); }
    function normalizes() { return address.norm === 'on'; }
    function gain() { return GAINS[nearest(numberOf(address.gain, 5 / 3, 0, 10))]; }

    function forget() {
      ratios = Array.from({ length: LAYERS + 1 }, () => new Losses());
      losses = new Losses();
    }

    function begin(changes) {
      page.keep(changes);
      const mine = ++begun;
      return inTurn(async () => {
        if (mine !== begun) return;
        await stop();
        await engine.call('Depth.Begin', training, gain(), normalizes());
        forget();
        await look();
      });
    }

    const start = () => inTurn(async () => {
      setPlaying(true);
      await engine.play(training, 'Depth.Train', {
        hear: (numbers, goesOn) => {
          hear(numbers);
          if (!goesOn) pause();
          else if (performance.now() - looked > BETWEEN && !isLooking) look().catch(page.tell);
        },
        fail: (problem) => {
          setPlaying(false);
          page.tell(problem);
        },
      });
    });

    const pause = () => inTurn(async () => {
      await stop();
      await look();
    });

    async function stop() {
      if (!isPlaying) return;
      setPlaying(false);
      await engine.pause();
    }

    function setPlaying(value) {
      isPlaying = value;
      play.textContent = isPlaying ? 'Pause' : 'Train';
      step.disabled = isPlaying;
      says.setAttribute('aria-live', isPlaying ? 'off' : 'polite');
    }

    async function takeOne() {
      hear(await engine.call('Depth.Train', training, 1));
      await look();
    }

    function hear(numbers) {
      for (let at = 0; at < numbers.length; at += NUMBERS) {
        ratios.forEach((ratio, i) => ratio.add([numbers[at + i]]));
        losses.add([numbers[at + LAYERS + 1]]);
      }
      draw();
    }

    async function look() {
      isLooking = true;
      seen = lookOf(await engine.call('Depth.Look', training));
      [looked, isLooking] = [performance.now(), false];
      layers.replaceChildren(...layersOf(seen));
      draw();
      const isNew = losses.steps === 0 && !normalizes();
      if (isNew && Math.abs(seen.growth - 1) <= CLOSE) page.reach();
    }

    let drawn = 0;
    const least = () => Math.min(-4, ...ratios.flatMap(({ means }) => means.filter(Number.isFinite).map(Math.floor)));
    const draw = oncePerFrame((now) => {
      if (!isOpen) return;
      says.replaceChildren(...wordsOf({ ...seen, normalizes: normalizes(), losses }));
      if (isPlaying && now - drawn < BETWEEN / 2) return; // charts are slow to build
      drawn = now;
      const x = [0, Math.max(60, losses.steps)];
      ratioChart.replaceChildren(lineChart({
        label: 'The size of each step next to the weights that it changes, as a power of 10', x, y: [least(), 0], height: 250,
        lines: ratios.map((ratio, i) => ({ kind: i < LAYERS ? `layer${i + 1}` : 'output', points: ratio.points })),
        marks: [{ y: -3, name: 'a thousandth' }], xName: 'steps',
      }));
      lossChart.replaceChildren(lineChart({
        label: `The loss of the steps so far, after ${losses.steps} steps`,
        x, y: [1.6, Math.min(8, Math.max(3.6, ...losses.means))],
        lines: [{ kind: 'faint', points: losses.points }, { kind: 'accent', points: smooth(losses.points) }],
        marks: [{ y: Math.log(27), name: 'chance: ln 27 = 3.30' }], xName: 'steps',
      }));
    });

    const training = await engine.call('Depth.Start', await namesToLearn(), seedOf(address.seed ?? '1234'), gain(), normalizes());
    await engine.call('Depth.SetRate', training, rate());
    forget();
    await look();
    if (address.play) start();
    return async () => {
      isOpen = false;
      await inTurn(stop);
      await engine.release(training);
    };
  },
};

/** Where the gain nearest to this number stands among those of the slider. */
const nearest = (gain) => GAINS.reduce((at, one, i) => Math.abs(one - gain) < Math.abs(GAINS[at] - gain) ? i : at, 0);

/** The engine gives all numbers of a look one after another. */
function lookOf(flat) {
  const numbers = [...flat];
  let at = 0;
  const take = (count) => numbers.slice(at, at += count);
  const [loss, reach, growth] = take(3);
  const layers = Array.from({ length: LAYERS }, () => {
    const [mean, spread, saturated] = take(3), parts = take(PARTS), [spreadBack] = take(1);
    return { mean, spread, saturated, parts, spreadBack, partsBack: take(PARTS) };
  });
  return { loss, reach, growth, layers };
}

/** For each layer what it says and what comes back to it, as strips. */
function layersOf({ reach, layers }) {
  return [
    element('span'),
    element('h2', {}, 'What it says, forward ', element('span', { class: 'quiet small' }, 'outputs, ±1')),
    element('h2', {}, 'What comes back ', element('span', { class: 'quiet small' }, `gradients, ±${small(reach, 0)}`)),
    ...layers.flatMap(({ mean, spread, saturated, parts, spreadBack, partsBack }, i) => {
      const percent = `${(Math.round(1000 * saturated) / 10).toFixed(1)} %`; // 3.55 goes up, as in the lesson
      return [
        element('b', {}, element('span', { class: 'word' }, 'layer '), `${i + 1}`),
        element('div', {},
          strip({
            parts, mean, spread, hasFlatEnds: true,
            label: `What layer ${i + 1} says: spread ${ofOutputs(spread)}, ${percent} saturated`,
          }),
          element('p', { class: 'small number' },
            'spread ', element('b', {}, ofOutputs(spread)), ' · ', element('span', { class: 'share' }, percent), ' saturated')),
        element('div', {},
          strip({
            parts: partsBack, mean: 0, spread: spreadBack / reach,
            label: `The gradients of layer ${i + 1}: spread ${small(spreadBack)}`,
          }),
          element('p', { class: 'small number' }, 'spread ', element('b', {}, small(spreadBack)))),
      ];
    }),
  ];
}

/** A spread of outputs with two decimals, as the lesson writes it; 0.002 is not 0. */
const ofOutputs = (x) => x < 0.005 ? show(x, false, 1) : x.toFixed(2);

/** A gradient as the lesson writes it: 1.1e-5. */
const small = (x, decimals = 1) => x.toExponential(decimals);

/** Bars from −1 to 1, the highest as high as the strip, over a line as long as the spread to both sides of the mean. */
function strip({ parts, mean, spread, label, hasFlatEnds = false }) {
  const most = Math.max(...parts), HIGH = 20;
  const bars = (isWanted) => parts.map((count, i) => isWanted(i) && count > 0
    ? `M${i},${HIGH}V${(HIGH - Math.max(0.4, HIGH * count / most)).toFixed(2)}h1V${HIGH}z` : '').filter(Boolean).join('');
  const isEnd = (i) => hasFlatEnds && (i === 0 || i === PARTS - 1);
  const place = (x) => (Math.max(-1, Math.min(1, x)) + 1) / 2 * PARTS;
  const from = place(mean - spread);
  return picture('svg', {
    class: 'strip', viewBox: `0 0 ${PARTS} ${HIGH + 3}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label,
  },
  picture('path', { class: 'bars', d: bars((i) => !isEnd(i)) }),
  picture('path', { class: 'bars flat', d: bars(isEnd) }),
  picture('rect', { class: 'spread', x: from, y: HIGH + 1, width: place(mean + spread) - from, height: 2 }));
}

/** The steps and the loss, what layer 1 gets, and a sentence on what is to be seen. */
function wordsOf({ loss, growth, layers, normalizes, losses }) {
  const { steps } = losses, now = steps === 0 ? loss : losses.recent(RECENT);
  return [
    element('b', {}, 'Step ', element('output', { id: 'steps' }, `${steps}`)),
    steps > 1 ? ` · loss of the last ${Math.min(RECENT, steps)} steps ` : ' · loss ',
    element('b', { id: 'loss', class: 'number' }, Number.isFinite(now) ? now.toFixed(3) : show(now)),
    ' · layer 1 gets ', element('b', { id: 'growth', class: 'number' }, Number.isFinite(growth) ? growth.toFixed(2) : '?'),
    ' times the gradient of layer 5', element('br'),
    whatHappens({ layers, growth, normalizes, steps, loss: now }),
  ];
}

function whatHappens({ layers, growth, normalizes, steps, loss }) {
  const [first, last] = [layers[0], layers.at(-1)], percent = `${Math.round(100 * last.saturated)} %`;
  if (!Number.isFinite(loss))
    return 'The numbers have become too large to compute with: the rate is too high. Start again with a smaller one.';
  if (normalizes && steps === 0)
    return 'BatchNorm brings the sums of each neuron to mean 0 and spread 1 before tanh. Move the gain: nothing changes.';
  if (normalizes) return 'However the weights move, BatchNorm brings the sums back into place before each tanh.';
  if (last.saturated > 0.2)
    return `It saturates: ${percent} of what layer 5 says is beyond ±0.97, at the ends of its strip. `
      + 'tanh is flat there, and lets next to nothing back.'
      + (growth > 2 ? ' What the other neurons let back, the large weights make larger still.' : '');
  if (last.spread < 0.7 * first.spread)
    return `It fades: the spread falls from ${ofOutputs(first.spread)} in layer 1 to ${ofOutputs(last.spread)} in layer 5`
      + (steps === 0 ? ', and would go on falling in more layers.' : '.');
  return `It holds: from layer 1 to layer 5, the spread goes from ${ofOutputs(first.spread)} to ${ofOutputs(last.spread)}, `
    + 'neither faded nor driven to the ends.';
}
