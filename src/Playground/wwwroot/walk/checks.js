// Every gradient beside an experiment.
import { element, show, tone } from 'elements';
import { number } from 'expression';
import { cellName } from 'walk/run';

/** The JSON of one node's check (GradientCheckup.ToJson in src/Worlds/Walks) with its numbers read. */
export function readCheck(text) {
  const check = JSON.parse(text);
  for (const name of ['gradient', 'quotient', 'error']) check[name] = number(check[name]);
  return check;
}

export function checkTable({ run, moment, checks, isAsking, choose }) {
  return element('table', { class: 'checks' },
    element('thead', {}, element('tr', {}, ['number', 'gradient', 'experiment', 'error'].map((text) => element('th', { scope: 'col' }, text)))),
    element('tbody', {}, checks.map((check) => {
      const node = run.nodes[check.node], total = moment.totals[node.id], isFinal = total && moment.arrived[node.id] >= node.uses;
      const wrong = moment.wrong[node.id], verdict = wrong && wrong.how !== 'movedUphill' ? '✗' : isFinal && check.agrees ? '✓' : total ? '…' : '';
      const spoken = { '✗': 'wrong', '✓': 'agrees', '…': 'not final' }[verdict] ?? 'nothing yet';
      return element('tr', { class: wrong ? 'wrong' : '', 'data-node': node.name },
        element('th', { scope: 'row' }, element('span', { role: 'img', class: 'verdict', 'aria-label': spoken }, verdict),
          element('button', { type: 'button', class: 'plain', onclick: () => choose(node, check.cell) }, cellName(node, check.cell)),
          moment.passed[node.id] && moment.passed[node.id][check.cell] !== total?.[check.cell] && element('small', {}, ` passed on ${show(moment.passed[node.id][check.cell], true)}`)),
        element('td', { class: total ? tone(total[check.cell]) : '' }, total ? show(total[check.cell], true) : ''),
        element('td', {}, isAsking && !isFinal ? '' : show(check.quotient, true)),
        element('td', {}, isFinal ? check.error.toExponential(0) : ''));
    })));
}
