// An expression that the reader types: its graph, forward and back.
import { element, oneAfterAnother } from 'elements';
import { Expression } from 'expression';
import { WalkView } from 'walk/view';

// `data` are the variables that do not learn; `rate` is a place in the rates of a walk.
const worlds = {
  small: { title: 'A small one', text: 'L = (a*b + c) * f', values: { a: 2, b: -3, c: 10, f: -2 }, rate: 4 },
  shared: { title: 'Values used twice', text: 'c = a + b; d = a * b; y = (c + d) + c*d', values: { a: 2, b: 3 }, rate: 2 },
  neuron: {
    title: 'A neuron',
    text: 'o = tanh(x1*w1 + x2*w2 + b)',
    values: { x1: 2, w1: -3, x2: 0, w2: 1, b: 6.8813735870195432 },
    data: ['x1', 'x2'],
    rate: 8,
  },
  loss: {
    title: 'A neuron that is wrong',
    text: 'o = tanh(x*w + b); loss = (o - target)^2',
    values: { x: 0.5, w: 0.8, b: 0.1, target: -0.5 },
    data: ['x', 'target'],
    rate: 10,
  },
};

export const expression = {
  id: 'expression',
  title: 'An expression',
  idea: 'Forward: every value from those before it. Backward: how far would the result move, if this number moved? Each number '
    + 'passes the question on to those it was made from. That is the chain rule.',
  question: {
    ask: 'L = (a·b + c)·f with a = 2, b = −3, c = 10, f = −2. If a grows a little, what does L do?',
    answers: [
      {
        text: 'It grows',
        right: 'a·b falls, because b is negative; the sum falls with it; and L is the sum times −2, so L grows: '
          + 'two turns of the sign, −3 × −2 = +6.',
      },
      {
        text: 'It falls',
        hint: 'Follow a along the arrows: a·b falls, because b is negative. What does a smaller sum do to L, with f = −2?',
      },
      { text: 'It stays', hint: 'It stays only if no arrow leads from a to L, or a slope on the way is 0.' },
    ],
  },
  goal: 'Walk “Values used twice” to its end. Then break one rule, so that some number is marked “✗ wrong first”.',
  lesson: '00-derivatives',
  words: ['gradient', 'derivative', 'chain rule', 'upstream', 'local', 'parameter', 'tanh', 'exp', 'ln'],
  answer: 'The first wrong number spoils all that it passes on to. The code shows which line was different.',

  async open(root, page) {
    const { engine, address, keep, reach, tell } = page;
    // The example that is open; null for what the reader typed.
    let world = address.text ? null : Object.hasOwn(worlds, address.world) ? address.world : 'small';
    let current, walk; // what is drawn, and its walk; null while there is none
    const field = element('input', {
      id: 'typed', type: 'text', spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', maxlength: 2000,
    });
    const problem = element('p', { class: 'says', role: 'alert', id: 'expression-problem' });
    const inputs = element('div', { class: 'controls', id: 'inputs' });
    const examples = element('span', { class: 'controls' }, Object.entries(worlds).map(([id, { title }]) =>
      element('button', { type: 'button', id: `world-${id}`, onclick: () => begin(id) }, title)));
    const onsubmit = (event) => {
      event.preventDefault();
      read(field.value, {});
    };
    const typed = element('form', { class: 'controls', onsubmit },
      element('label', { for: 'typed' }, 'or type your own:'), field, element('button', {}, 'Draw it'));
    const host = element('div');
    root.append(
      element('section', { class: 'card', 'aria-label': 'The expression' },
        element('div', { class: 'controls' }, examples, typed), problem),
      host);

    // One after another, however fast the reader clicks: what is drawn and what the engine holds belong together.
    const inTurn = oneAfterAnother(tell);

    const begin = (id) => inTurn(async () => {
      world = id;
      const { text, values, data = [], rate } = worlds[id];
      keep({ world: id, text: null, in: null, data: data.join(','), step: null, node: null, cell: null, break: null, rate });
      await readNow(text, values, false);
    });

    const read = (...all) => inTurn(() => readNow(...all));

    async function readNow(text, values, isTyped = true) {
      let parsed;
      try {
        parsed = await Expression.parse(engine, text);
      } catch (error) {
        problem.textContent = error.message;
        return;
      }
      problem.textContent = parsed.unused.length > 0 ? `The result does not depend on ${parsed.unused.join(', ')}.` : '';
      await closeAll();
      current = parsed;
      field.value = text;
      if (isTyped) field.blur(); // the arrow keys walk
      if (isTyped) {
        world = null;
        keep({ world: null, text, in: null, data: null, step: null, node: null, cell: null, break: null, rate: null });
      }
      const data = (address.data ?? '').split(',');
      for (const variable of current.variables) {
        if (Number.isFinite(values[variable.name])) await change(variable, values[variable.name]);
        if (data.includes(variable.name)) await learn(variable, false);
      }
      drawInputs();
      await open();
    }

    async function closeAll() {
      walk?.close();
      await current?.close();
      [walk, current] = [null, null];
    }

    async function open() {
      walk = new WalkView(page, {
        inputs,
        take: (rate, mistake) => current.walk(rate, mistake),
        rate: worlds[world]?.rate,
        onend: (run) => { if (run.wrong.some((one) => one.how !== 'movedUphill')) reach(); },
      });
      host.replaceChildren(walk.root);
      globalThis.page.walk = walk;
      await walk.open();
    }

    async function change(variable, value) {
      variable.value = value;
      await current.set(variable.name, value);
    }

    async function learn(variable, learns) {
      variable.isData = !learns;
      await current.takeAsData(variable.name, !learns);
    }

    /** For each variable its value, and whether it learns. */
    function drawInputs() {
      inputs.replaceChildren(...current.variables.map((variable) => element('span', { class: 'variable' },
        element('label', {}, `${variable.name} = `, valueField(variable)),
        element('label', { class: 'learns' }, learnsBox(variable), ' learns'))));
    }

    const valueField = (variable) => element('input', {
      id: `input-${variable.name}`, type: 'number', step: 'any', value: variable.value,
      onchange: async ({ target }) => {
        if (!Number.isFinite(target.valueAsNumber)) {
          target.value = variable.value;
          return;
        }
        await change(variable, target.valueAsNumber);
        keep({ in: current.variables.map((one) => `${one.name}:${one.value}`).join(',') });
        await walk.load();
      },
    });

    const learnsBox = (variable) => element('input', {
      id: `learns-${variable.name}`, type: 'checkbox', checked: !variable.isData,
      onchange: async ({ target }) => {
        await learn(variable, target.checked);
        keep({ data: current.variables.filter((one) => one.isData).map((one) => one.name).join(',') });
        await walk.load();
      },
    });

    try {
      const pairs = (address.in ?? '').split(',').map((pair) => pair.split(':'));
      const given = Object.fromEntries(pairs.map(([name, value]) => [name, Number(value)]));
      if (address.text) await read(address.text, given, false);
      else {
        address.data ??= (worlds[world].data ?? []).join(',');
        await read(worlds[world].text, { ...worlds[world].values, ...given }, false);
      }
      if (!current) await begin('small');
    } catch (error) {
      tell(error);
    }
    return () => inTurn(closeAll);
  },
};
