// What happens, in words.
import { show } from 'elements';
import { bracketed, brief, cellName, isLeaf, isSmall, shapeText, upstreamOf } from 'walk/run';

/** A value as it is computed: "(−6) + 10". `written` is the operation's pattern (OperationText in src/Worlds/Walks). */
export function formula(run, words, node, values) {
  const numbers = node.inputs.map((id) => bracketed(show(values[id]?.[0])));
  return (words.get(node.operation)?.written ?? `${node.operation}({0})`)
    .replace('{0}', numbers[0]).replace('{1}', numbers[1] ?? '').replace('{p}', show(node.exponent))
    .replace(/\((\([^()]*\))\)/, '$1');
}

/** What an event does. */
export function sentence(run, words, moment, event) {
  const node = run.nodes[event.node];
  if (event.phase === 'forward') return forwardSentence(run, words, node, run.nodes.map((one) => one.value));
  if (event.phase === 'again') {
    const before = node === run.nodes.at(-1) ? ` (it was ${show(node.value[0])})` : '';
    return forwardSentence(run, words, node, run.nodes.map((one) => one.after)) + before;
  }
  if (event.phase === 'update')
    return node.value.length === 1 ? updateSentence(run, node, 0)
      : `${node.name} moves by ${updateSign(run)}${show(run.rate)} × its gradient, all ${node.value.length} numbers`;
  if (event.isStart) {
    const kept = event.rows.filter((row) => row.isLeftover).map((row) => run.nodes[row.to].name);
    return `Start: ${node.name} moves exactly as ${node.name} moves, so its gradient is 1.`
      + (kept.length > 0 ? ` ${kept.join(', ')} still hold the last step’s gradients.` : '');
  }
  return `${node.name} sends ${event.rows.map((row) => sent(run, { ...row, time: run.events.indexOf(event) })).join('; ')}`;
}

const forwardSentence = (run, words, node, values) => isSmall(run, node)
  ? `${node.name} = ${formula(run, words, node, values)} = ${show(values[node.id][0])}`
  : `${node.name}, ${shapeText(node.shape)}: ${node.code}`;

/** How one number moves in the update. */
export function updateSentence(run, node, cell) {
  const move = `${updateSign(run)} ${show(run.rate)} × ${bracketed(show(node.gradient?.[cell] ?? 0))}`;
  return `${cellName(node, cell)} = ${show(node.value[cell])} ${move} = ${show(node.after[cell])}`;
}

const updateSign = (run) => run.mistake === 'uphill' ? '+' : '−';

function sent(run, row) {
  const { uses, name } = run.nodes[row.to], count = row.arrival;
  const arrival = count > uses ? ` (arrival ${count}; only ${uses} were due)`
    : uses > 1 ? ` (${count} of ${uses} arrived)`
    : '';
  return `to ${name} ${contribution(run, row)}${arrival}`;
}

/** A contribution: upstream × local slope, or the size of a table. */
export function contribution(run, row) {
  const sender = run.nodes[row.from], slope = sender?.slopes?.[row.slot];
  if (row.values.length > 1 || slope === undefined) return brief(row.values);
  const upstream = upstreamOf(run, row)?.[0];
  const local = isSlopeless(run, sender) ? '1 (its slope left out)' : bracketed(show(slope));
  return `${bracketed(show(upstream))} × ${local} = ${show(row.values[0], true)}`;
}

/** Whether the mistake leaves out the slope of this node. */
export const isSlopeless = (run, node) => run.mistake === 'slopeless' && node.operation === 'Tanh';

/** Why this happens: one sentence beside the event. */
export function why(run, words, event) {
  if (!event) return 'Only the given numbers are there. Press → or ▶: first every value is computed, from left to right.';
  const node = run.nodes[event.node];
  if (event.phase === 'forward')
    return 'Forward: a value is computed from those before it. Each arrow carries its local slope: '
      + 'how far the result moves when that input moves by 1.';
  if (event.isStart)
    return `Backward begins. The question to every number: if it moved a little, how far would ${node.name} move? `
      + 'That is its derivative, here called its gradient.';
  if (event.phase === 'backward')
    return 'The chain rule: what arrived (upstream) times the local slope is what it sends on. '
      + (words.get(node.operation)?.why ?? '');
  if (event.phase === 'update')
    return run.mistake === 'uphill' ? 'The update goes up the slope, so the loss grows.'
      : 'The update: a gradient says which way the loss grows, so the number moves the other way, '
        + 'by the rate times the gradient.';
  if (node !== run.nodes.at(-1)) return 'Forward again, with the numbers that moved.';
  return `Forward again: the gradients predicted a change of ${show(run.predicted, true)}; it is ${show(run.actual, true)}.`;
}

/** Where NaN or infinity first appeared, and why. */
export function notFinite(run, moment) {
  if (moment.firstBad < 0) return '';
  const node = run.nodes[moment.firstBad];
  const bad = moment.values[node.id].find((x) => !Number.isFinite(x));
  return `${node.name} is ${show(bad)}, and all that follows from it is lost: ${whyNotFinite(node, bad, moment)}.`;
}

function whyNotFinite(node, bad, moment) {
  if (isLeaf(node))
    return moment.updated[node.id] ? 'the update took it there: the learning rate is too large' : 'it was given so';
  if (node.operation === 'Log') return 'the logarithm of 0 is −∞';
  if (Number.isNaN(bad)) return 'there is no number that is the result';
  return 'it is beyond 1.8e308, the largest number that 64 bits hold';
}
