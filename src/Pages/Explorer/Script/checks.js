// Every gradient beside an experiment.

function checkTable(view) {
  const { run } = view, isNetwork = state.world === 'network', checked = run.nodes.filter(node => run.depends[node.id]);
  const count = sum(checked.map(node => run.values[node.id].length)).toLocaleString('en');
  const says = isNetwork
    ? `${count} gradients are checked. Each row shows the worst of its table, with its error as a part of the table’s largest gradient.`
    : 'A number turns red when its gradient is passed on, or used, and an experiment disagrees.';
  return element('div', {}, paragraph(says, { class: 'small' }), element('table', { class: 'checks' },
    columnHeadings(['number', 'gradient', 'experiment', 'error']),
    element('tbody', {}, (isNetwork ? checked : run.nodes).map(node => checkRow(view, node)))));
}

function checkRow({ run, now }, node) {
  const total = now.totals[node.id], wrong = now.wrong[node.id], { cell, experiment } = worst(run, node), gradient = total?.[cell];
  const isFinal = total && now.arrived[node.id] >= run.uses[node.id];
  const verdict = wrong?.isGradient ? '✗' : isFinal && agrees(gradient, experiment) ? '✓' : total ? '…' : '';
  const spoken = { '✗': 'wrong', '✓': 'agrees', '…': 'not final' }[verdict] ?? 'nothing yet';
  // In a table the error is relative to the largest gradient: the quotient for a tiny gradient is mostly rounding.
  const error = () => node.shape.length === 0 ? relativeError(gradient, experiment.quotient)
    : Math.abs(gradient - experiment.quotient) / largest(total);
  return element('tr', { class: wrong ? 'wrong' : '', 'data-node': node.name },
    rowHeading(
      element('span', { role: 'img', class: 'verdict', 'aria-label': spoken }, verdict), ` ${cellName(node, cell)}`,
      wrong ? element('small', {}, wrong.says) : null),
    element('td', { class: total ? tone([gradient]) : '' }, show(gradient, true)),
    element('td', { class: 'difference' }, state.predict && !isFinal ? '' : show(experiment.quotient, true)),
    element('td', {}, total ? error().toExponential(0) : ''));
}

/** The number of a table whose gradient and experiment differ most. It is kept, because finding it takes an experiment for every number. */
function worst(run, node) {
  run.worst ??= [];
  return run.worst[node.id] ??= run.values[node.id].reduce((found, _, cell) => {
    const experiment = experimentAt(run, node, cell), apart = Math.abs((run.gradient[node.id]?.[cell] ?? 0) - experiment.quotient);
    return !(apart <= found?.apart) ? { cell, experiment, apart } : found;
  }, null);
}
