// A slope: the derivative as a number that one can feel.
import { element, show, slider, choice, numberOf, oncePerFrame, oneAfterAnother } from 'elements';
import { lineChart } from 'chart';
import { Expression } from 'expression';

const curves = {
  square: { text: 'x^2', label: 'x²', y: [-1, 9] },
  cubic: { text: 'x^3 - 3*x', label: 'x³ − 3x', y: [-6, 6] },
  tanh: {
    text: 'tanh(x)', label: 'tanh(x)', y: [-1.6, 1.6],
    says: 'The slope of tanh is 1 − y²: steep in the middle, flat far out.',
  },
  exp: {
    text: 'exp(x)', label: 'exp(x)', y: [-1, 9],
    says: 'Look at y and the slope: they are the same number. The derivative of exp is exp itself.',
  },
  sin: { text: 'sin(2*x)', label: 'sin(2x)', y: [-1.6, 1.6] },
};
const FROM = -3, TO = 3, NUDGE = 0.1;
const FLAT = 0.05; // the size below which a slope counts as 0

export const slope = {
  id: 'slope',
  title: 'A slope',
  idea: 'Move x a little: how much does y move, and which way? The answer is the derivative of y at that x. It is a slope, '
    + 'and all of learning is following it downhill.',
  question: {
    ask: 'y = x², and x is −1. You push x up a little, to −0.9. Where does y go?',
    answers: [
      {
        text: 'Up',
        hint: 'Try it: put x at −1 and press “push x up”. Squares grow away from 0; are you going away from 0?',
      },
      {
        text: 'Down',
        right: '0.81 is less than 1. On the left side the curve falls: its slope there is −2, '
          + 'so a push of 0.1 takes about 0.2 away.',
      },
      { text: 'It stays', hint: 'It stays only where the curve is flat. Is it flat at −1?' },
    ],
  },
  goal: 'Take x³ − 3x, and find a place other than the start where the slope is 0 (less than 0.05 either way). '
    + 'What does the curve do there?',
  lesson: '00-derivatives',
  words: ['derivative', 'exp', 'tanh'],
  answer: 'There the curve turns: it rises on one side and falls on the other. Where the slope is 0, a step of learning would '
    + 'not move x at all.',

  async open(root, { engine, address, keep, reach, tell }) {
    const begin = numberOf(address.x, 1, FROM, TO);
    const state = {
      id: Object.hasOwn(curves, address.f) ? address.f : 'square',
      x: begin,
      start: begin, // where x was when the curve was chosen
      zoom: 1,
      pushed: null, // { x, y, slope } before the last push
      curve: null, // what the engine says of the whole range
      here: null, // { y, slope } at x
    };
    let expression;

    const chart = element('div');
    const reads = element('p', { class: 'slope-reads', 'aria-live': 'polite' });
    const says = element('p', { class: 'says' });
    const place = slider({
      id: 'x', label: 'x =', min: FROM, max: TO, step: 0.01, value: state.x, write: (x) => show(x, false, 3),
      oninput: (x) => move(x),
    });
    const lens = slider({
      id: 'lens', label: 'Look closer:', min: 0, max: 5, step: 1, value: 0, write: (power) => `× ${2 ** power}`,
      oninput: (power) => { state.zoom = 2 ** power; load(); },
    });
    root.append(element('section', { class: 'card' },
      choice({
        name: 'f', label: 'y =', options: Object.entries(curves).map(([one, { label }]) => [one, label]), value: state.id,
        onchange: (chosen) => {
          keep({ f: chosen });
          Object.assign(state, { id: chosen, start: state.x, pushed: null });
          load(true);
        },
      }),
      reads,
      chart,
      element('div', { class: 'controls' },
        element('button', { type: 'button', class: 'main', onclick: () => push(NUDGE) }, `Push x up by ${NUDGE}`),
        element('button', { type: 'button', onclick: () => push(-NUDGE) }, 'Push it down'),
        place.root,
        lens.root),
      says));

    const draw = oncePerFrame(() => {
      chart.replaceChildren(curveWithTangent(state, (x) => move(within(x))));
      reads.replaceChildren(...numbersHere(state));
      says.textContent = state.pushed ? pushedWords(state) : placeWords(state);
    });

    // One after another, however fast the reader clicks: an expression is let go of once.
    const inTurn = oneAfterAnother(tell);
    const load = (isNew = false) => inTurn(async () => {
      if (isNew) {
        await expression?.close();
        expression = await Expression.parse(engine, `y = ${curves[state.id].text}`);
      }
      state.curve = await expression.curve('x', ...rangeOf(state), 241);
      state.here = await expression.at('x', state.x);
      draw();
    });

    async function move(to) {
      state.x = Math.round(to * 1000) / 1000;
      place.set(state.x);
      keep({ x: state.x });
      state.pushed = null;
      await load();
      if (state.id === 'cubic' && Math.abs(state.here.slope) < FLAT && Math.abs(state.x - state.start) > 0.2) reach();
    }

    const pushes = oneAfterAnother(tell);
    const push = (by) => pushes(async () => {
      const from = { x: state.x, ...state.here };
      await move(within(state.x + by));
      state.pushed = from;
      draw();
    });

    await load(true);
    return () => inTurn(() => expression.close());
  },
};

const within = (x) => Math.max(FROM, Math.min(TO, x));

/** The part of the x axis that is in view: everything, or what is around x from so close. */
const rangeOf = ({ x, zoom }) => zoom === 1 ? [FROM, TO] : [x - TO / zoom, x + TO / zoom];

function curveWithTangent({ id, x, zoom, pushed, curve, here }, onpick) {
  const { label, y: [bottom, top] } = curves[id];
  const range = rangeOf({ x, zoom });
  const half = (top - bottom) / 2 / zoom;
  const before = pushed && { x: pushed.x, y: pushed.y, kind: 'hollow', size: 4 };
  return lineChart({
    label: `y = ${label} with its tangent at x = ${show(x, false, 3)}: `
      + `there y is ${show(here.y, false, 3)} and the slope ${show(here.slope, true, 3)}`,
    lines: [
      { kind: 'tangent', points: range.map((at) => [at, here.y + here.slope * (at - x)]) },
      { kind: 'accent', points: curve.points },
      ...pushed ? [{ kind: 'pushed', points: [[pushed.x, pushed.y], [x, pushed.y], [x, here.y]] }] : [],
    ],
    dots: [...before ? [before] : [], { x, y: here.y }],
    x: range,
    y: zoom === 1 ? [bottom, top] : [here.y - half, here.y + half],
    xName: 'x',
    yName: 'y',
    height: 300,
    onpick,
  });
}

const numbersHere = ({ x, here }) => [
  'x = ', element('b', {}, show(x, false, 3)),
  '   y = ', element('b', {}, show(here.y, false, 4)),
  '   slope = ',
  element('b', { class: here.slope > 0 ? 'positive' : 'negative', id: 'slope-here' }, show(here.slope, true, 4)),
];

function placeWords({ id, zoom, here }) {
  const size = Math.abs(here.slope);
  if (size < FLAT) return 'The slope is 0, or nearly: here the curve is flat. A small push of x changes y by next to nothing.';
  const times = Math.abs(size - 1) < 0.005 ? 'just' : `${show(size, false, 3)} times`;
  return `Here y moves ${times} as far as x, ${here.slope > 0 ? 'the same way' : 'the other way'}. ${curves[id].says ?? ''} `
    + (zoom > 4 ? 'From so close, the curve is nearly its tangent: that is what a derivative is.'
      : 'The straight line, the tangent, says the same.');
}

function pushedWords({ x, here, pushed }) {
  const dx = x - pushed.x, dy = here.y - pushed.y;
  if (dx === 0) return 'x stands at the edge of what is drawn here. Push it the other way.';
  return `You pushed x by ${show(dx, true, 2)}, and y went by ${show(dy, true, 3)}: ${show(dy / dx, true, 3)} times as far. `
    + `The slope where you began is ${show(pushed.slope, true, 3)}. The smaller the push, the closer they are.`;
}
