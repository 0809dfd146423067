// What is added to every count, and what that costs and saves.
import { choice, element, rateOf, show, slider } from 'elements';
import { lineChart } from 'chart';
import { lossShown } from 'pairs/words';

const NONE = -4; // the slider goes in powers of 10; at its left end there is no smoothing
export const LARGEST = 4;
const POSITIONS = Array.from({ length: 5 * (LARGEST - NONE) + 1 }, (_, i) => NONE + i / 5);
const smoothingAt = (position) => position <= NONE ? 0 : rateOf(position);
const positionOf = (smoothing) => smoothing === 0 ? NONE : Math.max(NONE + 0.1, Math.log10(smoothing));

/** What is added to every count, and what it costs and saves. */
export function smoothingCard({ page, state, ask, smooth }, recount) {
  let curve, curveOf;
  const counts = choice({
    name: 'counts', label: 'It counts', value: state.counts,
    options: [['all', 'all names'], ['most', 'nine names of ten']],
    onchange: recount,
  });
  const amount = slider({
    id: 'smoothing', label: 'Added to each count:', min: NONE, max: LARGEST, step: 0.2, value: positionOf(state.smoothing),
    write: (position) => show(position === positionOf(state.smoothing) ? state.smoothing : smoothingAt(position)),
    oninput: choose,
  });
  const says = element('p', { class: 'says' });
  const chart = element('div', {});
  const root = element('section', { class: 'card', 'aria-label': 'Smoothing' },
    element('h2', {}, 'Smoothing: as if each pair had been seen a little more often'),
    element('div', { class: 'controls' }, counts, amount.root), says, chart);

  function choose(position) {
    smooth(smoothingAt(position));
  }

  async function refresh() {
    if (curveOf !== state.counts) {
      const losses = await ask('Curve', POSITIONS.map(smoothingAt));
      curve = POSITIONS.map((position, i) => ({ position, counted: losses[2 * i], held: losses[2 * i + 1] }));
      curveOf = state.counts;
    }
    amount.set(positionOf(state.smoothing));
    const losses = await ask('Losses');
    says.replaceChildren(...words(...losses));
    chart.replaceChildren(...drawing(...losses));
  }

  function words(counted, held, chance) {
    const [names, heldBack] = state.sizes, isSplit = state.counts === 'most';
    return [
      `The loss on the ${names.toLocaleString('en')} names that were counted: `, lossShown('loss-counted', counted),
      ...isSplit ? [`; on ${heldBack.toLocaleString('en')} that were held back: `, lossShown('loss-held', held)] : [],
      `. Pure chance: ${chance.toFixed(4)}.`, element('br'),
      !isSplit ? 'On names that were counted, the loss is lowest without smoothing, always. '
        + 'Only names that were not counted can show how much is right: count nine of ten.'
        : held === Infinity ? 'One pair that was never counted is enough: the loss on the names held back is infinite. '
          + 'Smooth a little.'
        : 'On the names held back, the loss is lowest at a little smoothing. With much of it, both come to pure chance.',
    ];
  }

  function drawing(counted, held, chance) {
    const isSplit = state.counts === 'most', at = positionOf(state.smoothing), least = curve[0].counted;
    return [
      lineChart({
        label: `The loss for each smoothing. At ${show(state.smoothing)} it is ${show(counted)} on the names that were counted`
          + `${isSplit ? `, and ${show(held)} on those held back` : ''}.`,
        lines: [
          { kind: 'accent', points: curve.map((one) => [one.position, one.counted]) },
          { kind: 'held', points: curve.map((one) => [one.position, one.held]) },
        ],
        marks: isSplit ? [] : [{ y: chance, name: `pure chance, ln ${state.letters.length}` }],
        dots: [{ x: at, y: counted }, { x: at, y: held, kind: 'held' }].filter((dot) => Number.isFinite(dot.y)),
        x: [NONE, LARGEST],
        // The names held back differ from each other in the second decimal: look closer at them.
        y: isSplit ? [least - 0.01, least + 0.1] : [least - 0.1, chance + 0.1],
        xText: (position) => show(smoothingAt(position)),
        xName: 'added to each count',
        yName: 'loss',
        onpick: (x) => choose(Math.max(NONE, Math.min(LARGEST, Math.round(x * 5) / 5))),
      }),
      isSplit && element('p', { class: 'small quiet' },
        element('span', { class: 'key' }, 'names that were counted'),
        element('span', { class: 'key held' }, 'names held back')),
    ].filter(Boolean);
  }
  return { root, refresh };
}
