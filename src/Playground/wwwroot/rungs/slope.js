// A slope: the derivative as a number that one can feel.
import { element, show, slider, choice, numberOf, oncePerFrame } from 'elements';
import { lineChart } from 'chart';
import { Expression } from 'expression';

const curves = {
  square: { text: 'x^2', label: 'x²', y: [-1, 9] },
  cubic: { text: 'x^3 - 3*x', label: 'x³ − 3x', y: [-6, 6] },
  tanh: { text: 'tanh(x)', label: 'tanh(x)', y: [-1.6, 1.6], says: 'The slope of tanh is 1 − y²: steep in the middle, flat far out.' },
  exp: { text: 'exp(x)', label: 'exp(x)', y: [-1, 9], says: 'Look at y and the slope: they are the same number. The derivative of exp is exp itself.' },
  sin: { text: 'sin(2*x)', label: 'sin(2x)', y: [-1.6, 1.6] },
};
const FROM = -3, TO = 3, NUDGE = 0.1;

export const slope = {
  id: 'slope',
  title: 'A slope',
  idea: 'Move x a little: how much does y move, and which way? The answer is the derivative of y at that x. It is a slope, and all of '
    + 'learning is following it downhill.',
  question: {
    ask: 'y = x², and x is −1. You push x up a little, to −0.9. Where does y go?',
    answers: [
      { text: 'Up', hint: 'Try it: put x at −1 and press “push x up”. Squares grow away from 0; are you going away from 0?' },
      { text: 'Down', right: '0.81 is less than 1. On the left side the curve falls: its slope there is −2, so a push of 0.1 takes about 0.2 away.' },
      { text: 'It stays', hint: 'It stays only where the curve is flat. Is it flat at −1?' },
    ],
  },
  goal: 'Take x³ − 3x, and find a place other than the start where the slope is 0 (less than 0.05 either way). What does the curve do there?',
  lesson: '00-derivatives',
  words: ['derivative', 'exp', 'tanh'],
  answer: 'There the curve turns: it rises on one side and falls on the other. Where the slope is 0, a step of learning would not move x at all.',

  async open(root, { engine, address, keep, reach, tell }) {
    let id = Object.hasOwn(curves, address.f) ? address.f : 'square', x = numberOf(address.x, 1, FROM, TO), zoom = 1, expression, curve, here, pushed = null, start = x;
    const chart = element('div'), reads = element('p', { class: 'slope-reads', 'aria-live': 'polite' }), says = element('p', { class: 'says' });
    const place = slider({ id: 'x', label: 'x =', min: FROM, max: TO, step: 0.01, value: x, write: (v) => show(v, false, 3), oninput: (v) => move(v) });
    const lens = slider({
      id: 'lens', label: 'Look closer:', min: 0, max: 5, step: 1, value: 0, write: (v) => `× ${2 ** v}`,
      oninput: (v) => { zoom = 2 ** v; load(); },
    });
    root.append(element('section', { class: 'card' },
      choice({
        name: 'f', label: 'y =', options: Object.entries(curves).map(([one, { label }]) => [one, label]), value: id,
        onchange: (chosen) => { id = chosen; keep({ f: id }); start = x; pushed = null; load(true); },
      }),
      reads, chart,
      element('div', { class: 'controls' },
        element('button', { type: 'button', class: 'main', onclick: () => push(NUDGE) }, `Push x up by ${NUDGE}`),
        element('button', { type: 'button', onclick: () => push(-NUDGE) }, 'Push it down'), place.root, lens.root),
      says));

    const draw = oncePerFrame(() => {
      const [from, to] = [x - 3 / zoom, x + 3 / zoom].map((v) => zoom === 1 ? Math.sign(v - x) * 3 : v), f = curves[id];
      const y = zoom === 1 ? f.y : [here.y - (f.y[1] - f.y[0]) / 2 / zoom, here.y + (f.y[1] - f.y[0]) / 2 / zoom];
      const tangent = [from, to].map((at) => [at, here.y + here.slope * (at - x)]);
      const steps = pushed ? [{ kind: 'pushed', points: [[pushed.x, pushed.y], [x, pushed.y], [x, here.y]] }] : [];
      chart.replaceChildren(lineChart({
        label: `y = ${f.label} with its tangent at x = ${show(x, false, 3)}: there y is ${show(here.y, false, 3)} and the slope ${show(here.slope, true, 3)}`,
        lines: [{ kind: 'tangent', points: tangent }, { kind: 'accent', points: curve.points }, ...steps],
        dots: [...pushed ? [{ x: pushed.x, y: pushed.y, kind: 'hollow', size: 4 }] : [], { x, y: here.y }],
        x: [from, to], y, xName: 'x', yName: 'y', height: 300, onpick: (at) => move(Math.max(FROM, Math.min(TO, at))),
      }));
      reads.replaceChildren('x = ', element('b', {}, show(x, false, 3)), '   y = ', element('b', {}, show(here.y, false, 4)), '   slope = ',
        element('b', { class: here.slope > 0 ? 'positive' : 'negative', id: 'slope-here' }, show(here.slope, true, 4)));
      says.textContent = pushed ? pushedWords() : placeWords();
    });

    const placeWords = () => Math.abs(here.slope) < 0.05 ? 'The slope is 0, or nearly: here the curve is flat. A small push of x changes y by next to nothing.'
      : `Here y moves ${Math.abs(Math.abs(here.slope) - 1) < 0.005 ? 'just' : `${show(Math.abs(here.slope), false, 3)} times`} as far as x, ${here.slope > 0 ? 'the same way' : 'the other way'}. ${curves[id].says ?? ''} `
        + (zoom > 4 ? 'From so close, the curve is nearly its tangent: that is what a derivative is.' : 'The straight line, the tangent, says the same.');

    function pushedWords() {
      const dx = x - pushed.x, dy = here.y - pushed.y;
      return `You pushed x by ${show(dx, true, 2)}, and y went by ${show(dy, true, 3)}: ${show(dy / dx, true, 3)} times as far. `
        + `The slope where you began is ${show(pushed.slope, true, 3)}. The smaller the push, the closer they are.`;
    }

    // One after another, however fast the reader clicks: an expression is let go of once.
    let turn = Promise.resolve();
    const load = (isNew = false) => turn = turn.then(() => loadNow(isNew));

    async function loadNow(isNew) {
      try {
        if (isNew) {
          await expression?.close();
          expression = await Expression.parse(engine, `y = ${curves[id].text}`);
        }
        const [from, to] = zoom === 1 ? [FROM, TO] : [x - 3 / zoom, x + 3 / zoom];
        curve = await expression.curve('x', from, to, 241);
        here = await expression.at('x', x);
        draw();
      } catch (problem) {
        tell(problem);
      }
    }

    async function move(to) {
      x = Math.round(to * 1000) / 1000;
      place.set(x);
      keep({ x });
      pushed = null;
      await load();
      if (id === 'cubic' && Math.abs(here.slope) < 0.05 && Math.abs(x - start) > 0.2) reach();
    }

    async function push(by) {
      const from = { x, ...here };
      await move(Math.max(FROM, Math.min(TO, x + by)));
      pushed = from;
      draw();
    }

    await load(true);
    return () => turn.then(() => expression.close());
  },
};
