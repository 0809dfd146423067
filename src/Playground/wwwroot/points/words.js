// What happens, in words.
import { show } from 'elements';

const percent = (x) => `${Math.round(100 * x)}%`;

/** "Step 120 · loss 0.31 · …". */
export function counterText({ steps, seen }) {
  const [loss, right, , freshRight] = seen.test;
  return `Step ${steps.toLocaleString('en')} · loss ${show(loss, false, 3)} · `
    + `on their side ${percent(right)}, fresh ones ${percent(freshRight)}`;
}

/** What the picture of the plane shows. */
export function planeName({ trained, looked }) {
  return looked === null || looked.layer === trained.hidden.length ? 'What the network says'
    : looked.layer === -1 ? `The input ${'xy'[looked.neuron]}`
    : `What neuron ${looked.neuron + 1} of layer ${looked.layer + 1} sees`;
}

/** One sentence or two for what happens: the first that fits. */
export function stateText({ trained, settings, seen, steps, isSingle, batchLoss }) {
  const [loss, right, , freshRight] = seen.test, { hidden, set, batch, activation } = trained, { rate } = settings;
  const looksAt = batch === 200 ? 'all 200 points' : batch === 1 ? 'one point' : `${batch} points`;
  const ringed = batch === 200 ? 'all 200 points'
    : batch === 1 ? 'the ringed point'
    : `the ringed points, ${batch} drawn by chance`;
  if (steps === 0)
    return 'Nothing is learned yet: the weights are random, and so is the boundary, '
      + 'the thick line where the network cannot decide. Press Play.';
  if (isSingle)
    return `This step looked at ${ringed}: the mean loss there was ${show(batchLoss, false, 3)}. `
      + `Then every weight moved against its slope, by ${rate} times as much.`;
  if (activation === 'relu' && new Set(seen.logits).size === 1)
    return 'It says the same of every point, because all neurons of a layer are 0 there. Where relu is 0 its slope is 0 too, '
      + 'so they cannot learn any more: a step was too long. Choose a smaller learning rate, and start again.';
  if (loss > 0.75 && steps > 200)
    return 'It is worse than a coin: the steps are so long that they jump across the valley and land where the neurons are '
      + 'flat. Choose a smaller learning rate, and start again.';
  if (hidden.length === 0 && set !== 'blobs' && steps > 300)
    return 'Without a hidden layer the boundary stays a straight line, however long it trains. Add a layer.';
  if (right >= 0.97 && freshRight < right - 0.04)
    return 'It does better on the points it learns from than on fresh ones: it has begun to learn them by heart.';
  if (right >= 0.99) return 'Nearly every point is on its side. The loss still falls, because the network grows more certain.';
  if (loss > 0.6 && steps > 1500)
    return 'It is hardly better than a coin. More neurons, another learning rate or another seed may help.';
  return `Each step looks at ${looksAt}, asks of every weight whether the loss falls if it grows or shrinks, `
    + `and moves it that way: by ${rate} times the slope.`;
}

/** What the neuron that the reader looks at computes, with its numbers. */
export function neuronText({ trained, seen, looked: { layer, neuron } }) {
  if (layer === -1)
    return `The input ${'xy'[neuron]} is a point's place from ${neuron === 0 ? 'left to right' : 'the bottom to the top'}.`;
  const weights = sumOf(trained.hidden, seen.parameters, layer, neuron), bias = weights.pop();
  const terms = weights.map((weight, i) => {
    const sign = i === 0 ? (weight < 0 ? '−' : '') : weight < 0 ? ' − ' : ' + ';
    return `${sign}${show(Math.abs(weight), false, 2)} · ${layer === 0 ? 'xy'[i] : `neuron ${i + 1}`}`;
  }).join('');
  const sum = `${terms} ${bias < 0 ? '−' : '+'} ${show(Math.abs(bias), false, 2)}`;
  if (layer === trained.hidden.length)
    return `The output: ${sum}. Where it is above 0, the network says class 1; its σ is the probability.`;
  const layerBelow = layer === 0 ? '' : ` It sees only what layer ${layer} says.`;
  return `Neuron ${neuron + 1} of layer ${layer + 1}: ${trained.activation}(${sum}).${layerBelow}`;
}

/** The weights into a neuron, and at last its bias. */
function sumOf(hidden, parameters, layer, neuron) {
  const sizes = [2, ...hidden, 1];
  let first = 0;
  for (let i = 0; i < layer; i++) first += (sizes[i] + 1) * sizes[i + 1];
  const [inputs, width] = [sizes[layer], sizes[layer + 1]];
  return Array.from({ length: inputs + 1 }, (_, i) => parameters[first + i * width + neuron]);
}
