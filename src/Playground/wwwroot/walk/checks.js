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

/** A row for each check: what is known now, beside what the experiment says. */
export function checkTable({ run, moment, checks, isAsking, choose }) {
  const headings = ['number', 'gradient', 'experiment', 'error'];
  return element('table', { class: 'checks' },
    element('thead', {}, element('tr', {}, headings.map((text) => element('th', { scope: 'col' }, text)))),
    element('tbody', {}, checks.map((check) => {
      const node = run.nodes[check.node], { cell } = check;
      const wrong = moment.wrong[node.id];
      const gradient = moment.totals[node.id]?.[cell];
      const hasArrived = gradient !== undefined, isFinal = hasArrived && moment.arrived[node.id] >= node.uses;
      return element('tr', { class: wrong ? 'wrong' : '', 'data-node': node.name },
        element('th', { scope: 'row' },
          verdict(check, wrong, hasArrived, isFinal),
          element('button', { type: 'button', class: 'plain', onclick: () => choose(node, cell) }, cellName(node, cell)),
          passedOn(moment.passed[node.id]?.[cell], gradient)),
        element('td', { class: hasArrived ? tone(gradient) : '' }, hasArrived ? show(gradient, true) : ''),
        element('td', {}, isAsking && !isFinal ? '' : show(check.quotient, true)),
        element('td', {}, !isFinal ? '' : isKnown(check) ? check.error.toExponential(0) : 'cannot be checked'));
    })));
}

/** Beyond the largest number, and where there is none, an experiment says nothing. */
const isKnown = ({ gradient, quotient }) => Number.isFinite(gradient) && Number.isFinite(quotient);

function verdict(check, wrong, hasArrived, isFinal) {
  const [sign, spoken] = wrong && wrong.how !== 'movedUphill' ? ['✗', 'wrong']
    : isFinal && !isKnown(check) ? ['?', 'cannot be checked']
    : isFinal && check.agrees ? ['✓', 'agrees']
    : hasArrived ? ['…', 'not final']
    : ['', 'nothing yet'];
  return element('span', { role: 'img', class: 'verdict', 'aria-label': spoken }, sign);
}

/** What a node sent on too early is another number than what it has now. */
const passedOn = (passed, gradient) => passed !== undefined && passed !== gradient
  && element('small', {}, ` passed on ${show(passed, true)}`);
