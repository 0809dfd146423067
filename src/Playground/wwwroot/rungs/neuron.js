// A neuron with a target: the loss as a valley, each step a jump in it, and what the learning rate does.
import { element, show, slider, numberOf, oncePerFrame, oneAfterAnother, playButton, rateOf } from 'elements';
import { lineChart } from 'chart';
import { Expression, float64, number } from 'expression';

const FROM = -3, TO = 3; // what is shown of w
const BEGIN = -1.2;
const GOOD = 0.001, MOST = 10; // the goal: a loss under GOOD in at most MOST steps

export const neuron = {
  id: 'neuron',
  title: 'A neuron',
  idea: 'o = tanh(w·x + b) should be 0.5. How wrong it is, (o − 0.5)², is the loss. A step moves the weight w against its '
    + 'gradient; the learning rate says how far.',
  question: {
    ask: 'The slope of the loss at the present w is negative: with a larger w, the loss gets smaller. '
      + 'What does w −= rate × gradient do?',
    answers: [
      { text: 'It makes w smaller', hint: 'The gradient is negative. What does subtracting a negative number do?' },
      {
        text: 'It makes w larger',
        right: 'Minus a negative is plus: w goes up, and the loss goes down. Wherever w is, minus the gradient points downhill.',
      },
      { text: 'It depends on the rate', hint: 'The rate says how far, not which way: it is a positive number.' },
    ],
  },
  goal: `Find a rate that brings the loss under ${GOOD} in at most ${MOST} steps from the start.`,
  lesson: '10-learning-rate',
  words: ['loss', 'gradient', 'learning rate', 'step', 'weight', 'bias', 'tanh'],
  answer: 'Larger rates overshoot, smaller ones take longer. How large is right depends on the curve, so one tries.',

  async open(root, { engine, address, keep, reach, tell }) {
    const expression = await Expression.parse(engine, 'x = 1; b = 0; target = 0.5; o = tanh(w*x + b); loss = (o - target)^2');
    for (const name of ['x', 'b', 'target']) await expression.takeAsData(name, true);
    const state = {
      w: numberOf(address.w, BEGIN, FROM, TO),
      b: numberOf(address.b, 0, -2, 2),
      rate: numberOf(address.rate, 0.3, 0.01, 100),
      trail: [], // { w, loss } before each step
      valley: null, // the loss for each w
      values: null, // the numbers at this w, by name
      gradient: null, // that of w
      next: null, // w after the next step
    };
    let from = state.w; // where the steps began
    // One thing after another: a slider asks faster than the engine answers.
    const inTurn = oneAfterAnother(tell);

    const chart = element('div');
    const reads = element('p', { class: 'slope-reads' });
    const says = element('p', { class: 'says', 'aria-live': 'polite' });
    const sum = element('p', { class: 'formula' });
    const { button, stop } = playButton(250, step);
    const rates = slider({
      id: 'rate', label: 'Learning rate', min: -2, max: 2, step: 0.05, value: Math.log10(state.rate),
      write: (position) => show(rateOf(position)),
      oninput: (position) => {
        state.rate = rateOf(position);
        keep({ rate: state.rate });
        inTurn(look);
      },
    });
    const weight = slider({
      id: 'w', label: 'Begin at w =', min: FROM, max: TO, step: 0.05, value: state.w, write: (w) => show(w, false, 3),
      oninput: (w) => begin(w),
    });
    const bias = slider({
      id: 'b', label: 'Bias b =', min: -2, max: 2, step: 0.05, value: state.b, write: (b) => show(b, false, 3),
      oninput: (b) => {
        state.b = b;
        keep({ b });
        begin(from);
      },
    });
    root.append(element('section', { class: 'card' },
      element('div', { class: 'controls' },
        button,
        element('button', { type: 'button', onclick: step }, 'One step'),
        element('button', { type: 'button', onclick: () => begin(from) }, 'Start again'),
        rates.root),
      reads, sum, chart, says,
      element('div', { class: 'controls' }, weight.root, bias.root)));

    const draw = oncePerFrame(() => {
      const { w, rate, gradient, next } = state;
      chart.replaceChildren(valleyChart(state, (at) => begin(within(at))));
      reads.replaceChildren(...numbersHere(state));
      sum.textContent = `next w = ${show(w, false, 4)} − ${show(rate)} × (${show(gradient, false, 4)}) = ${show(next, false, 4)}`;
      says.textContent = whatHappens(state);
    });

    async function look() {
      await expression.set('w', state.w);
      const walk = await expression.walk(state.rate);
      const { nodes } = JSON.parse(await engine.call('Walks.Describe', walk));
      const learned = nodes.find((node) => node.name === 'w');
      state.values = Object.fromEntries(nodes.map((node) => [node.name, float64(node.value)[0]]));
      state.gradient = number(learned.gradient);
      state.next = number(learned.after);
      draw();
    }

    function begin(at) {
      stop();
      return inTurn(async () => {
        from = at;
        Object.assign(state, { w: at, trail: [] });
        weight.set(at);
        keep({ w: show(at, false, 3).replace('−', '-') });
        await expression.set('b', state.b);
        state.valley = await expression.curve('w', FROM, TO, 241);
        await look();
      });
    }

    function step() {
      return inTurn(async () => {
        state.trail.push({ w: state.w, loss: state.values.loss });
        state.w = state.next;
        await look();
        const { values: { loss }, trail } = state;
        if (loss < GOOD && trail.length <= MOST && Math.abs(from - BEGIN) < 0.01) reach();
        if (loss < 1e-9 || trail.length >= 300) stop();
      });
    }

    await begin(state.w);
    return () => {
      stop();
      return expression.close();
    };
  },
};

const within = (w) => Math.max(FROM, Math.min(TO, w));

/** The loss for each w, the jumps so far, and the slope where w is now. */
function valleyChart({ w, values: { loss }, gradient, valley, trail }, onpick) {
  const floor = valley.points.reduce((best, point) => point[1] < best[1] ? point : best);
  const places = [...trail, { w, loss }].map((one) => [one.w, one.loss]);
  const jumps = places.flatMap(([x, y], i) => i === 0 ? [[x, y]] : [[x, places[i - 1][1]], [x, y]]); // across, then down or up
  return lineChart({
    label: `The loss for each w, a valley with its floor at w = ${show(floor[0], false, 2)}. `
      + `w is ${show(w, false, 3)}, the loss ${show(loss, false, 3)}.`,
    lines: [
      { kind: 'accent', points: valley.points },
      { kind: 'tangent', points: [-0.5, 0.5].map((d) => [w + d, loss + gradient * d]) },
      { kind: 'jumps', points: jumps },
    ],
    dots: [
      ...trail.map((one) => ({ x: one.w, y: one.loss, kind: 'hollow', size: 4 })),
      { x: within(w), y: loss },
    ],
    x: [FROM, TO],
    y: [0, 2.4],
    xName: 'w',
    yName: 'loss',
    height: 250,
    onpick,
  });
}

const numbersHere = ({ values, gradient, trail }) => [
  element('b', {}, `Step ${trail.length}`),
  '   x = 1   target = 0.5   o = ', element('b', {}, show(values.o, false, 4)),
  '   loss = ', element('b', { id: 'loss' }, show(values.loss, false, 4)),
  '   slope = ', element('b', { class: gradient > 0 ? 'positive' : 'negative' }, show(gradient, true, 4)),
];

/** One sentence below the curve: what the last step did. */
function whatHappens({ w, values: { loss }, gradient, trail }) {
  const before = trail.at(-1);
  if (Math.abs(w) > 20)
    return 'It flew off: the step was far too long, and out here tanh is so flat that no gradient brings it back.';
  if (loss < GOOD)
    return `It has arrived in ${trail.length} steps. Near the floor the slope is small, so the steps get small by themselves.`;
  if (before && loss > before.loss)
    return 'The step was too long: it jumped over the floor, and up the other side. '
      + 'The slope holds only near the place where it was measured.';
  if (Math.abs(gradient) < 0.02)
    return 'It is so flat here that a step hardly moves w. A neuron that is far out in tanh’s flat part learns very slowly.';
  if (before && before.loss - loss < 0.02 * before.loss)
    return 'It crawls: right way, tiny steps. A larger rate would be safe here.';
  if (before)
    return 'The loss fell. The straight line at the dot is the slope; a step goes down along it, '
      + 'and the curve has the last word.';
  return 'The dot is where w is now. The straight line is the slope there. Press “One step”, then try other rates.';
}
