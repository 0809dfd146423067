// One number: how it was computed, who sent what to it, and what an experiment says.

function cellPanel(view) {
  const { run, now, node } = view;
  const panel = [
    node.shape.length > 0 ? cellChoice(view) : null,
    heading('Forward'),
    element('p', { class: 'formula', id: 'forward-formula' }, now.values[node.id] ? forwardFormula(view) : 'not computed yet'),
  ];
  if (run.depends[node.id] || node.operation === 'Constant') {
    const isFinal = now.arrived[node.id] >= run.uses[node.id];
    panel.push(heading(`Gradient: its ledger${now.event?.phase === 'again' ? ', from before the update' : ''}`), ledger(view, isFinal));
    if (state.predict && !isFinal) panel.push(paragraph('The experiment’s answer is shown when all have arrived.'));
    else panel.push(...experimentPanel(view));
  }
  return panel.filter(Boolean);
}

/** A field for each axis of a table. */
function cellChoice({ node, cell }) {
  const indices = indicesOf(node.shape, cell), names = ['block', 'row', 'column'].slice(-node.shape.length);
  const choose = (axis, given) => {
    indices[axis] = Math.min(node.shape[axis] - 1, Math.max(0, Math.round(given) || 0));
    edited({ node: node.name, cell: indices.reduce((offset, index, k) => offset * node.shape[k] + index, 0) });
  };
  return element('p', { class: 'where' }, `${node.name}: click a cell, or type`, node.shape.map((size, axis) =>
    element('label', {}, names[axis], ' ', element('input', {
      id: `axis-${axis}`, type: 'number', min: 0, max: size - 1, value: indices[axis],
      onchange: event => choose(axis, event.target.valueAsNumber),
    }))));
}

function forwardFormula({ run, now, node, cell }) {
  const name = cellName(node, cell), result = show(now.values[node.id][cell]);
  if (isLeaf(node)) return [now.updated[node.id] ? updateFormula(run, node, cell) : `${name} = ${result}, given`];
  const made = forwardTerms(run, node, currentValues(run, now, node), cell);
  return [`${name} = `, ...folded(made.terms, terms => formula({ ...made, terms })), ` = ${result}`];
}

/** What arrived at one number, row by row, and its total. */
function ledger(view, isFinal) {
  const { run, now, node, cell } = view, rows = now.rows[node.id], total = now.totals[node.id];
  const number = (values, attributes) => element('td', { ...attributes, class: tone([values[cell]]) }, show(values[cell], true));
  const caption = rows.length === 0 ? 'Nothing has arrived yet.' : node === run.nodes.at(-1) ? 'Here it starts.'
    : `${now.arrived[node.id]} of ${run.uses[node.id]} arrived${isFinal ? '' : ': not final yet'}`;
  const sender = row => row.leftover ? 'the last step' : row.from === null ? 'itself' : run.nodes[row.from].name;
  const isGone = (row, i) => row.overwrites && i < rows.length - 1;
  const how = run.breaks.includes('overwrite') ? 'the last one' : rows.length > 1 ? 'all added up' : '';
  return element('table', { class: 'ledger' },
    element('caption', {}, caption),
    columnHeadings(['from', 'upstream × local', 'contribution']),
    element('tbody', {}, rows.map((row, i) => element('tr', { class: isGone(row, i) ? 'gone' : '' },
      rowHeading(sender(row)), element('td', {}, ledgerTerms(view, row)), number(row.values)))),
    total && element('tfoot', {}, element('tr', {},
      rowHeading(isFinal ? 'gradient' : 'so far'), element('td', {}, how), number(total, { id: 'total' }))));
}

function ledgerTerms({ run, cell }, row) {
  if (row.leftover) return 'left there';
  if (row.from === null) return 'the loss moves with itself';
  const terms = contributionTerms(run, row, cell);
  return terms.length === 0 ? 'it was not looked up: 0' : folded(terms, some => some.join(' + '));
}

/** The first few terms; if there are many, the others are behind a summary. */
function folded(terms, write) {
  const few = 6;
  if (terms.length <= few + 1) return [write(terms)];
  const summary = element('summary', {}, ` … + ${terms.length - few} more`);
  return [write(terms.slice(0, few)), element('details', { class: 'more' }, summary, terms.slice(few).join(' + '))];
}

function experimentPanel({ run, now, node, cell }) {
  const total = now.totals[node.id], isChosen = state.h && state.world !== 'network';
  const experiment = experimentAt(run, node, cell, isChosen ? 10 ** -state.h : undefined);
  const lines = [
    ['loss at v − nudge', precise(experiment.below), 'below'], ['loss at v + nudge', precise(experiment.above), 'above'],
    ['their difference / (2 × nudge)', show(experiment.quotient, true), 'quotient'], ['gradient', show(total?.[cell], true), 'analytic'],
    ['relative error', total ? show(relativeError(total[cell], experiment.quotient)) : '', 'error'],
  ];
  const nudge = experiment.step.toExponential(1);
  return [
    heading('Experiment'),
    paragraph(`Nudge v = ${cellName(node, cell)} alone, by ${nudge}, and compute everything after it again:`),
    element('table', { class: 'experiment' }, element('tbody', {}, lines.map(([what, text, id]) =>
      element('tr', {}, rowHeading(what), element('td', { id: `experiment-${id}` }, text))))),
  ];
}

const precise = x => Number.isFinite(x) ? String(Number(x.toPrecision(14))).replace('-', '−') : show(x);

/** A slider for h, from where the curve's bend shows to where rounding does. Only for worlds whose loss the page can run. */
function renderNudges({ run, node, cell, now }) {
  const total = now.totals[node.id];
  byId('nudging').hidden = state.world === 'network';
  if (state.world === 'network') return;
  byId('h').value = state.h ?? 5;
  byId('h-value').textContent = state.h ? `1e−${state.h}` : show(data.nudge);
  if (!total) return byId('nudge-chart').replaceChildren();
  const points = range(15, i => {
    const error = relativeError(total[0], experimentAt(run, node, cell, 10 ** -(i + 1)).quotient);
    return { x: i + 1, y: Math.log10(Math.max(1e-17, error)) };
  });
  byId('nudge-chart').replaceChildren(chart({
    label: 'Relative error by size of the nudge: large for large nudges, because a curve bends; '
      + 'large again for tiny ones, because losses are rounded',
    x: [1, 15], y: [-17, 1], lines: [{ points, kind: 'actual' }], mark: state.h,
    ticks: { x: [[1, 'nudge 0.1'], [8, '1e−8'], [15, '1e−15']], y: [[0, 'error 1'], [-8, '1e−8'], [-16, '1e−16']] },
  }), paragraph('Too large a nudge goes wrong where the loss bends; too small a one is lost in rounding.', { class: 'small' }));
}
