// The program that runs, line by line, and the engine's own lines.

/** The program that runs, a line for each operation: forward, then backward from the last line up. */
function codePanel(view) {
  const { run, now, node } = view, phase = now.event?.phase ?? 'forward', has = name => run.breaks.includes(name);
  const source = state.world === 'network' && data.sources[node.operation];
  const line = (text, kind) => paragraph(text, { class: `code-line ${kind || ''}` });
  const update = `parameter.Value ${has('uphill') ? '+' : '-'}= ${show(run.rate)} * parameter.Gradient; // for every parameter`;
  return [
    heading('Forward'),
    element('ol', { class: 'lines' }, run.nodes.filter(one => one.code).map(one => forwardLine(view, one))),
    heading(has('recursion') || has('early') ? 'Backward, in a wrong order' : 'Backward, last line first'),
    paragraph('A value is used only in lines below its own. '
      + 'So, going up from the last line, all its contributions have arrived before it passes its gradient on.', { class: 'small' }),
    line('x.Gradient = 0; // for every x: += needs a clean start', has('leftover') && 'gone'),
    line(`${run.nodes.at(-1).name}.Gradient = 1;`, now.event?.seed && 'active'),
    element('ol', { class: 'lines' }, run.nodes.filter(one => one.code).reverse().flatMap(one => backwardLines(view, one))),
    heading('Update'),
    line(update, phase === 'update' && 'active'),
    source ? sourcePanel(source, phase) : null,
  ].filter(Boolean);
}

function codeLine(view, id, owner, isNow, code, words) {
  return element('li', {}, element('button', {
    id, type: 'button', class: `${isNow ? 'active' : ''} ${owner === view.node ? 'chosen' : ''}`, 'aria-current': isNow ? 'step' : null,
    onclick: () => go({ node: owner.name, cell: 0 }),
  }, element('code', {}, code), words && element('span', { class: 'with' }, `// ${words}`)));
}

function forwardLine(view, one) {
  const { run, now, node, cell } = view, value = now.values[one.id], phase = now.event?.phase;
  const words = !value ? null
    : isSmall(run, one) ? `${show(value[0])} = ${formula(forwardTerms(run, one, currentValues(run, now, one), 0))}`
    : one === node ? `${cellName(one, cell)} = ${show(value[cell])}` : shapeText(one.shape);
  const isNow = (phase === 'forward' || phase === 'again') && now.event.node === one.id;
  return codeLine(view, `line-${one.name}`, one, isNow, one.code, words);
}

function backwardLines(view, one) {
  const { run, now } = view, isNow = now.event?.phase === 'backward' && now.event.node === one.id && !now.event.seed;
  return one.inputs.map((input, slot) => {
    if (!run.depends[input] && state.world === 'network') return null;
    const names = [run.nodes[input].name, run.nodes[one.inputs[1 - slot]]?.name], row = rowFrom(now, one, input, slot);
    const isSlopeless = run.breaks.includes('slopeless') && one.operation === 'Tanh';
    const code = isSlopeless ? `${names[0]}.Gradient @ ${one.name}.Gradient;` : operations[one.operation].backward(one.name, names, slot);
    const sign = run.breaks.includes('overwrite') ? '=' : '+=';
    return codeLine(view, `line-${one.name}-${slot}`, one, isNow, code.replace('@', sign), row ? contributionText(run, row) : null);
  });
}

function sourcePanel(source, phase) {
  const lines = part => source[part].map(line => `${String(line.number).padStart(3)}  ${line.text}\n`);
  return element('details', { open: state.source, ontoggle: event => toggled(event, state.source, { source: true }, { source: false }) },
    element('summary', { id: 'source' }, `The engine’s own lines: ${source.file}`),
    ['forward', 'backward'].map(part =>
      element('pre', { class: (part === 'backward') === (phase === 'backward') ? 'active' : '' }, lines(part))));
}
