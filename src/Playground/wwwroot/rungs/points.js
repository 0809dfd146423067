// A small network tells two classes of points in the plane apart. The engine computes; this draws, with what stands in points/.
import { NetworkWalk } from 'walk/network';
import { choice, element, oncePerFrame, show, slider } from 'elements';
import { ChosenPoint } from 'points/chosen';
import { Curves } from 'points/curves';
import { Colours } from 'points/field';
import { setPicture } from 'points/marks';
import { NetworkPicture } from 'points/network';
import { Plane } from 'points/plane';
import { ACTIVATIONS, BATCHES, MOST_NOISE, RATES, SETS, SPEEDS, addressOf, isSeed, settingsOf } from 'points/settings';
import { PointTraining, viewOf } from 'points/training';
import { counterText, neuronText, planeName, stateText } from 'points/words';

const NEEDED = 0.95; // of the fresh points, to have the spirals apart

export const points = {
  id: 'points',
  title: 'Bend a line',
  idea: 'One neuron cuts the plane with a straight line. Layers of them bend it. Look into each while it learns.',
  question: {
    ask: 'Without a hidden layer, which of these can the network learn?',
    answers: [
      { text: 'Two blobs', right: 'One straight line is enough there, and one neuron draws one straight line.' },
      {
        text: 'XOR',
        hint: 'Try it: remove the hidden layers, and train. Which straight line has opposite corners on the same side?',
      },
      { text: 'Circles', hint: 'A straight line never closes around anything. Try it.' },
    ],
  },
  goal: `Separate the spirals: ${NEEDED * 100} of 100 fresh points, which it never learned from, on their side of the boundary.`,
  lesson: '01-value',
  words: ['neuron', 'layer', 'weight', 'bias', 'tanh', 'relu', 'sigmoid', 'loss', 'learning rate', 'batch'],
  open,
};

async function open(stage, page) {
  const { address, engine, keep, reach } = page;
  const settings = settingsOf(address), view = viewOf(settings), colours = new Colours();
  let isOpen = true, isReached = false;

  const walk = new NetworkWalk(page);
  const curves = new Curves();
  const network = new NetworkPicture(view, colours, { onlook: () => draw(), onresize: (hidden) => change({ hidden }) });
  const plane = new Plane(view, colours, choose);
  const chosen = new ChosenPoint(walkThrough);
  const training = new PointTraining(page, view, {
    onbegin: () => {
      curves.forget();
      network.lookAway();
      network.build();
    },
    onmoment: (steps) => {
      const { test } = view.seen;
      curves.remember(steps, test);
      draw();
      if (isReached || view.trained.set !== 'spirals' || test[3] < NEEDED) return;
      isReached = true;
      reach();
    },
  });

  // --- What the reader does ---

  function change(changes) {
    Object.assign(settings, changes);
    keep(addressOf(settings));
    if (Object.keys(changes).some((key) => key !== 'rate' && key !== 'speed')) training.begin();
  }

  async function setRate(rate) {
    change({ rate });
    await training.setRate(rate);
    draw();
  }

  function setSpeed(speed) {
    change({ speed });
    if (view.isPlaying) training.run();
  }

  function setPlaying(value) {
    view.isPlaying = value;
    if (value) view.isSingle = false;
    play.textContent = value ? 'Pause' : 'Play';
    training.run();
  }

  function takeOne() {
    setPlaying(false);
    training.step();
  }

  function choose(index) {
    view.chosen = index;
    if (index === null && view.seen) view.seen.answer = null;
    training.refresh();
  }

  async function walkThrough(point) {
    setPlaying(false);
    const step = await training.stepOn(point);
    if (!step) return;
    await walk.open(step, {});
    walk.root.scrollIntoView({ block: 'start' });
  }

  // --- The parts of the page ---

  const play = element('button', { type: 'button', class: 'main', onclick: () => setPlaying(!view.isPlaying) }, 'Play');
  const counter = element('p', { class: 'counter number' });
  const says = element('p', { class: 'says' });
  const heading = element('h2');
  const showsFresh = element('input', { type: 'checkbox', onchange: () => draw() });
  const setPictures = await Promise.all(SETS.map(([kind]) => engine.call('Points.Draw', kind, 60, 0.02, '1')));
  stage.append(
    element('section', { class: 'card data', 'aria-label': 'Points and learning' },
      choice({
        name: 'points-set', label: 'Points', value: settings.set, onchange: (set) => change({ set }),
        options: SETS.map(([kind, text], i) => [kind, [setPicture(setPictures[i]), text]]),
      }),
      element('div', { class: 'controls settings' },
        slider({
          id: 'points-noise', label: 'Noise', min: 0, max: MOST_NOISE, step: 0.01, value: settings.noise,
          write: (noise) => show(noise, false, 2),
          oninput: (noise) => change({ noise }),
        }).root,
        stops('points-rate', 'Learning rate', RATES, settings.rate, setRate),
        stops('points-batch', 'Points in a step', BATCHES, settings.batch, (batch) => change({ batch }),
          (batch) => batch === 200 ? 'all 200' : `${batch}`),
        choice({
          name: 'points-activation', label: 'Activation', options: ACTIVATIONS, value: settings.activation,
          onchange: (activation) => change({ activation }),
        }),
        seedField(settings, change))),
    element('section', { class: 'card run', 'aria-label': 'Training' },
      element('div', { class: 'controls' },
        play,
        element('button', { type: 'button', onclick: takeOne }, 'One step'),
        element('button', { type: 'button', onclick: () => training.begin() }, 'Start again'),
        choice({ name: 'points-speed', label: 'Steps a frame', options: SPEEDS, value: settings.speed, onchange: setSpeed }),
        counter),
      says,
      element('div', { class: 'both' },
        element('div', { class: 'side' },
          element('div', { class: 'controls' }, element('h2', {}, 'The network'), network.layerButtons),
          network.root),
        element('div', { class: 'side' },
          heading,
          plane.canvas,
          element('label', { class: 'small' }, showsFresh, ' Show the fresh points too, hollow'),
          chosen.root))),
    curves.root,
    walk.root);

  const draw = oncePerFrame(() => {
    if (!isOpen || !view.seen) return;
    view.looked = network.looked;
    network.draw();
    plane.draw(showsFresh.checked);
    curves.draw(view.trained.set === 'spirals' && NEEDED);
    counter.textContent = counterText(view);
    says.textContent = view.looked ? neuronText(view) : stateText(view);
    heading.textContent = planeName(view);
    plane.canvas.setAttribute('aria-label', `${heading.textContent}. `
      + `${Math.round(view.seen.test[1] * view.samples.length)} of ${view.samples.length} points are on their side. `
      + 'Arrow keys choose a point.');
    chosen.draw(view);
  });

  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const recolour = () => {
    colours.read();
    network.build();
    draw();
  };
  scheme.addEventListener('change', recolour);
  const sizes = new ResizeObserver(() => {
    network.placeEdges();
    draw();
  });
  sizes.observe(network.root);
  sizes.observe(plane.canvas);
  await training.begin();

  return async () => {
    isOpen = false;
    await walk.close();
    scheme.removeEventListener('change', recolour);
    sizes.disconnect();
    curves.close();
    await training.close();
  };
}

/** A slider that stops at these numbers only. */
const stops = (id, label, numbers, value, oninput, write = (number) => `${number}`) => slider({
  id, label, min: 0, max: numbers.length - 1, step: 1, value: numbers.indexOf(value),
  write: (i) => write(numbers[i]),
  oninput: (i) => oninput(numbers[i]),
}).root;

function seedField(settings, change) {
  const field = element('input', {
    id: 'points-seed', type: 'number', min: 0, max: 999999999, step: 1, value: settings.seed,
    onchange: () => {
      if (isSeed(field.value)) change({ seed: field.value });
      else field.value = settings.seed;
    },
  });
  return element('div', { class: 'seed' }, element('label', { for: 'points-seed' }, 'Seed'), field);
}
