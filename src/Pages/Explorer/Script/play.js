// The reader's turn: other inputs, mistakes made on purpose, questions.

function renderPlay({ run }) {
  const { leaves } = worlds[state.world];
  byId('play').hidden = !leaves;
  byId('inputs').replaceChildren(...Object.entries(leaves ?? {}).map(([name, given]) => inputField(name, given)));
  const switches = Object.entries(mistakes).map(([name, mistake]) => mistakeSwitch(run, name, mistake));
  byId('mistakes').replaceChildren(element('legend', {}, 'Break it'), ...switches);
}

function inputField(name, given) {
  const change = x => edited(Number.isFinite(x) ? { inputs: { ...state.inputs, [name]: x } } : {});
  return element('label', {}, `${name} = `, element('input', {
    id: `input-${name}`, type: 'number', step: 'any', value: state.inputs[name] ?? given,
    onchange: event => change(event.target.valueAsNumber),
  }));
}

/** A switch that makes a mistake. Only one mistake in the order can be on, so a new one replaces the other. */
function mistakeSwitch(run, name, mistake) {
  const isPossible = !mistake.needs || run.nodes.some(node => node.operation === mistake.needs);
  const others = state.breaks.filter(other => other !== name), agreeing = others.filter(other => !(mistake.order && mistakes[other].order));
  return element('label', { class: isPossible ? '' : 'impossible' }, element('input', {
    id: `break-${name}`, type: 'checkbox', checked: state.breaks.includes(name), disabled: !isPossible,
    onchange: event => go({ breaks: event.target.checked ? [...agreeing, name] : others }),
  }), ` ${mistake.label}`, element('small', {}, isPossible ? mistake.says : 'There is no tanh here; see the neuron.'));
}

/** Predict, then reveal: one number of what is about to be sent. */
function question(run, event) {
  const row = event.rows.find(isDue), cell = Math.max(0, row.values.findIndex(x => x !== 0)), truth = row.values[cell];
  const to = cellName(run.nodes[row.to], cell), sender = run.nodes[event.node].name;
  const reveal = verdict => {
    const answer = `${event.seed ? 'It starts with' : `${sender} sends`} ${show(truth, true)} to ${to}.`;
    go({ asked: false, answer: verdict + answer });
  };
  const judge = (fits, guess) => reveal(fits ? `Yes: ${guess}. ` : `Not ${guess}. `);
  const input = element('input', { id: 'guess', type: 'number', step: 'any', 'aria-label': 'your number' });
  const check = event => {
    event.preventDefault();
    const guess = input.valueAsNumber;
    if (Number.isFinite(guess)) judge(Math.abs(guess - truth) <= .02 * Math.abs(truth), show(guess));
  };
  const choices = [['positive', '+', truth > 0], ['negative', '−', truth < 0], ['zero', '0', truth === 0]];
  return [
    paragraph(event.seed ? `Backward begins. How much does ${sender} move, when ${sender} moves by 1?`
      : `What does ${sender} send to ${to}? Its number, or just its sign.`),
    element('form', { onsubmit: check }, input, element('button', { id: 'guess-number' }, 'Check')),
    element('p', { class: 'buttons' },
      choices.map(([name, sign, fits]) =>
        element('button', { id: `guess-${name}`, type: 'button', 'aria-label': name, onclick: () => judge(fits, name) }, sign)),
      element('button', { id: 'guess-show', type: 'button', onclick: () => reveal('') }, 'Show me')),
  ];
}
