// One number: where its gradient came from, what a nudge says, and how it was computed.
import { element, show, slider, tone } from 'elements';
import { lineChart } from 'chart';
import { float64, number } from 'expression';
import { bracketed, cellName, indicesOf, isLeaf } from 'walk/run';
import { isSlopeless, updateSentence } from 'walk/words';

const FEW = 6; // terms that are shown before the rest is folded away

/** The JSON of one number (Look.ToJson in src/Worlds/Walks) with its numbers read. */
export function readLook(text) {
  const look = JSON.parse(text);
  for (const read of look.reads) [read.value, read.after, read.slope] = [number(read.value), number(read.after), read.slope && number(read.slope)];
  for (const row of look.rows) {
    [row.value, row.total] = [number(row.value), number(row.total)];
    for (const term of row.terms) [term.upstream, term.slope] = [number(term.upstream), number(term.slope)];
  }
  for (const name of ['step', 'below', 'above', 'quotient', 'error']) if (name in look.experiment) look.experiment[name] = number(look.experiment[name]);
  look.errors = { nudges: float64(look.errors.nudges), errors: float64(look.errors.errors) };
  return look;
}

/** What arrived at one number, row by row, and its total. */
export function ledger({ run, moment, chosen: node, cell, look }) {
  const rows = moment.rows[node.id], arrived = moment.arrived[node.id];
  const known = look.rows.filter((row) => rows.some((one) => one.time === row.time && one.arrival === row.arrival && !one.isLeftover === !row.isLeftover));
  const isFinal = arrived >= node.uses, total = known.at(-1)?.total;
  const parts = known.reduce((sum, row) => sum + row.terms.length, 0);
  const caption = known.length === 0 ? 'Nothing has arrived yet.' : node === run.nodes.at(-1) ? 'Here it starts.'
    : `${arrived} of ${node.uses} arrived${isFinal ? '' : ': not final yet'}${parts > known.length ? `, a sum of ${parts}` : ''}`;
  const sender = (row) => row.isLeftover ? 'the last step' : row.from === undefined ? 'itself' : run.nodes[row.from].name;
  const how = run.mistake === 'overwrite' ? 'the last one' : known.length > 1 ? 'all added up' : '';
  const money = (x, id) => element('td', { id, class: tone(x) }, show(x, true));
  return element('table', { class: 'ledger' },
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ['from', 'upstream × local', 'arrives'].map((text) => element('th', { scope: 'col' }, text)))),
    element('tbody', {}, known.map((row, i) => element('tr', { class: row.overwrites || !known.slice(i + 1).some((later) => later.overwrites) ? '' : 'gone' },
      element('th', { scope: 'row' }, sender(row)), element('td', {}, terms(run, row)), money(row.value)))),
    total !== undefined && element('tfoot', {}, element('tr', {},
      element('th', { scope: 'row' }, isFinal ? 'gradient' : 'so far'), element('td', {}, how), money(total, 'total'))));
}

function terms(run, row) {
  if (row.isLeftover) return 'left there';
  if (row.from === undefined) return 'it moves just as far as itself';
  if (row.terms.length === 0) return 'it was not looked up: 0';
  const slopeless = isSlopeless(run, run.nodes[row.from]);
  return folded(row.terms.map((term) => `${bracketed(show(term.upstream))} × ${slopeless ? '1' : bracketed(show(term.slope))}`));
}

function folded(texts) {
  if (texts.length <= FEW + 1) return texts.join(' + ');
  return [texts.slice(0, FEW).join(' + '), element('details', { class: 'more' },
    element('summary', {}, ` … + ${texts.length - FEW} more`), texts.slice(FEW).join(' + '))];
}

/** How the number was computed. */
export function computed({ run, moment, chosen: node, cell, look }) {
  const value = moment.values[node.id];
  if (!value) return element('p', { class: 'formula', id: 'computed' }, 'not computed yet');
  const name = cellName(node, cell);
  const text = isLeaf(node) ? [moment.updated[node.id] ? updateSentence(run, node, cell) : `${name} = ${show(value[cell])}, given`]
    : [`${name} = `, ...[folded(written(look, moment.updated[node.id]))].flat(), ` = ${show(value[cell])}`];
  return element('p', { class: 'formula', id: 'computed' }, text);
}

/** The numbers that it was computed from, in the operation's pattern. A sum of products is given as its products. */
function written({ reads, written: pattern = '{0}', exponent }, isUpdated) {
  const text = (read) => bracketed(show(isUpdated ? read.after : read.value));
  if (pattern.includes('{×}')) {
    const first = reads.filter((read) => read.slot === 0);
    return first.map((read) => `${text(read)} × ${bracketed(show(read.slope))}`);
  }
  if (pattern.includes('{+}')) return [pattern.replace('{+}', folded2(reads.map(text))).replace('{n}', reads.length)];
  const slots = [0, 1].map((slot) => reads.find((read) => read.slot === slot));
  return [pattern.replace('{0}', slots[0] ? text(slots[0]) : '').replace('{=}', slots[0] ? text(slots[0]) : '').replace('{1}', slots[1] ? text(slots[1]) : '')
    .replace('{p}', exponent ? show(number(exponent)) : '').replace('{n}', reads.length).replace(/\((\([^()]*\))\)/, '$1')];
}

const folded2 = (texts) => texts.length <= 2 * FEW ? texts.join(' + ') : `${texts.slice(0, FEW).join(' + ')} + … + ${texts.at(-1)}`;

/** The big nudge: one number is pushed, and the loss is computed again. */
export function nudgeCard(view) {
  const { run, moment, chosen: node, cell, look, nudged, nudge } = view, loss = run.nodes.at(-1);
  const name = cellName(node, cell), gradient = moment.totals[node.id]?.[cell], isFinal = moment.arrived[node.id] >= node.uses;
  const button = (by) => element('button', { type: 'button', id: by > 0 ? 'nudge-up' : 'nudge-down', onclick: () => nudge(by) }, `${by > 0 ? '▲' : '▼'} Push ${name} by ${by > 0 ? '+' : '−'}0.1`);
  const says = nudged && element('p', { role: 'status', id: 'nudged' },
    `${name} ${show(nudged.by, true)}: ${loss.name} moves by `, element('b', { class: tone(nudged.moved) }, show(nudged.moved, true)),
    `, that is ${show(nudged.moved / nudged.by, true)} times as far. `,
    gradient === undefined || !isFinal ? 'Its gradient has not arrived yet.'
      : `The gradient says ${show(gradient, true)}.${Math.abs(nudged.moved / nudged.by - gradient) > 0.02 * Math.abs(gradient) ? ' The difference is the bend of the curve: a smaller push comes closer.' : ''}`);
  return element('div', { class: 'nudge' }, element('div', { class: 'controls' }, button(0.1), button(-0.1)), says, experiment(view, gradient, isFinal, look));
}

/** The precise experiment, folded away. */
function experiment(view, gradient, isFinal, { experiment: tried, errors }) {
  if (view.isAsking && !isFinal) return null;
  const lines = [
    ['loss at v − nudge', precise(tried.below), 'below'], ['loss at v + nudge', precise(tried.above), 'above'],
    ['their difference / (2 × nudge)', show(tried.quotient, true), 'quotient'], ['gradient', show(gradient, true), 'analytic'],
    ['relative error', isFinal && tried.error !== undefined ? show(tried.error, false, 2) : '', 'error'],
  ];
  const size = slider({
    id: 'h', label: 'Size of the nudge:', min: 1, max: 15, step: 1, value: view.h ?? 5, write: (h) => view.h ? `1e−${h}` : show(tried.step, false, 2),
    oninput: view.setNudge,
  });
  const points = errors.nudges.map((nudge, i) => [-Math.log10(nudge), Math.log10(Math.max(1e-17, errors.errors[i]))]);
  return element('details', { class: 'experiment', open: view.isExperimentOpen, ontoggle: (event) => view.openExperiment(event.target.open) },
    element('summary', { id: 'experiment' }, 'The precise experiment'),
    element('p', { class: 'small' }, `Nudge ${cellName(view.chosen, view.cell)} alone, by ${tried.step.toExponential(1)}, and compute everything after it again:`),
    element('table', {}, element('tbody', {}, lines.map(([what, text, id]) =>
      element('tr', {}, element('th', { scope: 'row' }, what), element('td', { id: `experiment-${id}` }, text))))),
    size.root,
    lineChart({
      label: 'Relative error by size of the nudge: large for large nudges, because a curve bends; large again for tiny ones, because losses are rounded',
      lines: [{ kind: 'accent', points }], x: [1, 15], y: [-17, 1], marks: view.h ? [{ x: view.h, name: '' }] : [], xName: 'nudge 1e−…', yName: 'error 1e…', width: 420, height: 190,
    }),
    element('p', { class: 'small quiet' }, 'Too large a nudge goes wrong where the loss bends; too small a one is lost in rounding.'));
}

const precise = (x) => Number.isFinite(x) ? String(Number(x.toPrecision(14))).replace('-', '−') : show(x);

/** A field for each axis of a table. */
export function cellChoice({ chosen: node, cell, look, chooseCell }) {
  if (node.shape.length === 0) return null;
  const indices = indicesOf(node.shape, cell), names = ['block', 'row', 'column'].slice(-node.shape.length);
  return element('p', { class: 'where' }, 'click a cell, or type', node.shape.map((size, axis) =>
    element('label', {}, ` ${names[axis]} `, element('input', {
      id: `axis-${axis}`, type: 'number', min: 0, max: size - 1, value: indices[axis],
      onchange: ({ target }) => {
        indices[axis] = Math.min(size - 1, Math.max(0, Math.round(target.valueAsNumber) || 0));
        chooseCell(indices.reduce((offset, index, k) => offset * node.shape[k] + index, 0));
      },
    }))));
}
