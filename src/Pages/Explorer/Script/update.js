// The update: the change of the loss that was predicted, and the actual change.

/** The predicted and the actual change of the loss, by learning rate. */
function renderUpdate({ run }) {
  run.changes ??= run.rates.map(rate => run.after(rate).at(-1)[0] - run.values.at(-1)[0]);
  const index = run.rates.indexOf(run.rate), actual = run.changes[index], predicted = -run.rate * run.slope;
  byId('rate').max = run.rates.length - 1;
  byId('rate').value = index;
  byId('rate').setAttribute('aria-valuetext', show(run.rate));
  byId('rate-value').textContent = show(run.rate);
  const line = (what, id, x) => element('tr', {}, rowHeading(what), element('td', { id, class: tone([x]) }, show(x, true)));
  const how = 'Each parameter moves by rate × gradient, against its slope. A move times its slope is −rate × gradient²; '
    + 'added up over all parameters, that is the predicted change of the loss. It holds as long as the slope stays the same.';
  byId('update').replaceChildren(
    paragraph(how, { class: 'small' }),
    element('table', {}, element('tbody', {},
      line('predicted: −rate × sum of gradient²', 'predicted', predicted), line('actual change of the loss', 'actual', actual))),
    paragraph(updateVerdict(run, actual, predicted)),
    updateChart(run, index, actual / predicted));
}

function updateVerdict(run, actual, predicted) {
  if (run.breaks.includes('uphill')) return 'Up the slope, not down.';
  if (run.wrong.size > 0) return 'A gradient is wrong, so the prediction is wrong at every rate.';
  if (run.slope === 0) return 'The gradient is 0: nothing moves.';
  if (!(actual <= 0)) return 'Too far: the slope turned on the way, and the loss grew.';
  return Math.abs(actual - predicted) < .1 * Math.abs(predicted)
    ? 'Small enough: the slope stayed almost the same, and the prediction holds.' : 'So far that the slope changed on the way.';
}

/** Actual / predicted change for each rate. What lies outside the chart is drawn at its edge. */
function updateChart(run, index, now) {
  const ratio = i => run.slope === 0 ? 1 : run.changes[i] / (-run.rates[i] * run.slope);
  const held = x => Number.isNaN(x) ? -9 : Math.max(-9, Math.min(9, x));
  return chart({
    label: 'The actual change as a multiple of the predicted one, by learning rate: 1 is as predicted; below 0, the loss grew. '
      + `At ${show(run.rate)}: ${show(now)}`,
    x: [0, run.rates.length - 1], y: [-1, 2], zero: true, mark: index,
    lines: [
      { points: run.rates.map((_, i) => ({ x: i, y: 1 })), kind: 'predicted', name: 'predicted' },
      { points: run.rates.map((_, i) => ({ x: i, y: held(ratio(i)) })), kind: 'actual', name: 'actual, in parts of predicted' },
    ],
    ticks: {
      x: [0, 8, 16].map(i => [i, show(run.rates[i])]), y: [[2, 'twice'], [1, 'predicted'], [0, 'no change'], [-1, 'grew as much']],
    },
  });
}
