// What is known at a moment of a run, and the words for it.

/**
 * Everything that happened in the first `step` events: values, ledgers, and whose turn it is. Going back is computing this for a smaller
 * step. If the reader is asked first, what the last event sends is not known yet.
 */
function snapshot(run, step, asked) {
  const values = run.nodes.map(node => isLeaf(node) ? run.values[node.id] : null);
  const rows = run.nodes.map(() => []), updated = run.nodes.map(() => false), event = run.events[step - 1] ?? null;
  for (const past of run.events.slice(0, step)) {
    if (past.phase === 'forward') values[past.node] = run.values[past.node];
    if (past.phase === 'update' || past.phase === 'again') [values[past.node], updated[past.node]] = [run.updated[past.node], true];
    if (!(asked && past === event)) for (const row of past.rows ?? []) rows[row.to].push(row);
  }
  return {
    event, values, updated, rows, totals: rows.map(totalOf), arrived: rows.map(all => all.filter(isDue).length),
    wrong: run.nodes.map(node => run.wrong.get(node.id)?.time < step ? run.wrong.get(node.id) : null),
    firstBad: values.findIndex(value => value?.some(x => !Number.isFinite(x))),
  };
}

/** The values that a node's formula reads now: from before the update, or after it. */
const currentValues = (run, now, node) => now.updated[node.id] ? run.updated : run.values;

const phases = { forward: 'forward', backward: 'backward', update: 'update', again: 'forward again' };
const updateSign = run => run.breaks.includes('uphill') ? '+' : '−';

/** An event in words. */
function sentence(run, event) {
  const node = run.nodes[event.node];
  if (event.phase === 'forward') return forwardSentence(run, node, run.values);
  if (event.phase === 'again') {
    const before = node === run.nodes.at(-1) ? ` (it was ${show(run.values[node.id][0])})` : '';
    return forwardSentence(run, node, run.updated) + before;
  }
  if (event.phase === 'update') {
    return node.shape.length === 0 ? updateFormula(run, node, 0)
      : `${node.name} moves by ${updateSign(run)}${show(run.rate)} × its gradient, all ${run.values[node.id].length} numbers`;
  }
  if (event.seed) {
    const kept = event.rows.filter(row => row.leftover).map(row => run.nodes[row.to].name);
    return `Start: ${node.name} moves exactly as ${node.name} moves, so its gradient is 1.`
      + (kept.length > 0 ? ` ${kept.join(', ')} still hold the last step’s gradients.` : '');
  }
  return `${node.name} sends ${event.rows.map(row => sentSentence(run, row)).join('; ')}`;
}

const forwardSentence = (run, node, values) => isSmall(run, node)
  ? `${node.name} = ${formula(forwardTerms(run, node, values, 0))} = ${show(values[node.id][0])}`
  : `${node.name}, ${shapeText(node.shape)}: ${node.code}`;

function sentSentence(run, row) {
  const uses = run.uses[row.to], count = rowsTo(run, row.to).filter(isDue).indexOf(row) + 1;
  const arrival = count > uses ? ` (arrival ${count}; only ${uses} were due)` : uses > 1 ? ` (${count} of ${uses} arrived)` : '';
  return `to ${run.nodes[row.to].name} ${contributionText(run, row)}${arrival}`;
}

function updateFormula(run, node, cell) {
  const move = `${updateSign(run)} ${show(run.rate)} × ${bracketed(show(run.gradient[node.id]?.[cell] ?? 0))}`;
  return `${cellName(node, cell)} = ${show(run.values[node.id][cell])} ${move} = ${show(run.updated[node.id][cell])}`;
}

/** The terms of one number in a row of a ledger: upstream × local, once for each cell that the number went into. */
function contributionTerms(run, row, cell) {
  const node = run.nodes[row.from], isSlopeless = run.breaks.includes('slopeless') && node.operation === 'Tanh';
  const upstream = totalOf(rowsTo(run, row.from, run.events.findIndex(event => event.rows?.includes(row))));
  const all = operations[node.operation].locals(operands(run, node, run.values), row.slot, cell);
  const counting = all.filter(term => upstream[term.from] * term.local !== 0); // the terms that are not 0, if there are many
  return (counting.length > 0 ? counting : all).map(term => {
    const local = isSlopeless ? '1' : term.text ? `(${term.text})` : bracketed(show(term.local));
    return `${bracketed(show(upstream[term.from]))} × ${local}`;
  });
}

/** A contribution in a few words: a single number in full, a table by its size. */
const contributionText = (run, row) => row.values.length > 1
  ? brief(row.values) : `${contributionTerms(run, row, 0).join(' + ')} = ${show(row.values[0], true)}`;
