// The update: the change of the loss that was predicted, and the actual one, for every rate.
import { element, show, tone } from 'elements';
import { lineChart } from 'chart';

/** The two changes side by side, a verdict, and their ratio for every rate. */
export function updatePanel({ run }) {
  const line = (what, id, x) => element('tr', {},
    element('th', { scope: 'row' }, what), element('td', { id, class: tone(x) }, show(x, true)));
  return [
    element('p', { class: 'small quiet' },
      'Each number that learns moves by rate × gradient, against its slope. A move times its slope is −rate × gradient²; '
      + 'added up, that is the predicted change of the loss. It holds as long as the slope stays the same.'),
    element('table', {}, element('tbody', {},
      line('predicted: −rate × sum of gradient²', 'predicted', run.predicted),
      line('actual change of the loss', 'actual', run.actual))),
    element('p', {}, verdict(run)),
    ratioChart(run),
  ];
}

function ratioChart(run) {
  const loss = run.nodes.at(-1).value[0];
  const ratios = run.losses.map((after, i) => {
    const rate = run.rates[i];
    return [Math.log10(rate), run.slope === 0 ? 1 : held((after - loss) / (-rate * run.slope))];
  });
  return lineChart({
    label: 'The actual change as a multiple of the predicted one, by learning rate: 1 is as predicted; below 0, the loss grew. '
      + `At ${show(run.rate)}: ${show(run.actual / run.predicted)}`,
    lines: [{ kind: 'accent', points: ratios }],
    marks: [{ y: 1, name: 'as predicted' }, { y: 0, name: 'no change' }, { x: Math.log10(run.rate), name: '' }],
    x: [-3, 1],
    y: [-1, 2],
    xName: 'rate, 10 to the power of',
    yName: 'actual / predicted',
    width: 420,
    height: 190,
  });
}

/** Far outside of the chart is far enough. */
const held = (x) => Number.isNaN(x) ? -9 : Math.max(-9, Math.min(9, x));

function verdict(run) {
  if (run.mistake === 'uphill') return 'Up the slope, not down.';
  if (run.wrong.length > 0) return 'A gradient is wrong, so the prediction is wrong at every rate.';
  if (run.slope === 0) return 'The gradient is 0: nothing moves.';
  if (!(run.actual <= 0)) return 'Too far: the slope turned on the way, and the loss grew.';
  return Math.abs(run.actual - run.predicted) < 0.1 * Math.abs(run.predicted)
    ? 'Small enough: the slope stayed almost the same, and the prediction holds.'
    : 'So far that the slope changed on the way.';
}
