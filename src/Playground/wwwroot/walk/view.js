// A step of learning that the reader walks through: forward, backward, update, forward again.
import { element, show, slider } from 'elements';
import { cellName, momentOf, phases, readRun } from 'walk/run';
import { notFinite, sentence, why } from 'walk/words';
import { graph } from 'walk/graph';
import { cellChoice, computed, ledger, nudgeCard, readLook } from 'walk/ledger';
import { program, sourcePanel } from 'walk/program';
import { checkTable, readCheck } from 'walk/checks';
import { updatePanel } from 'walk/update';
import { tables } from 'walk/tables';

const MANY = 200; // gradients that are not checked before the reader asks
const keys = { ArrowLeft: 'back', ArrowRight: 'forward', ' ': 'phase', Home: 'first', End: 'last' };

export class WalkView {
  root = element('div', { class: 'walk' });

  #page; #take; #given; #inputs; #rates; #words; #mistakes; #walk; #run; #look; #checks;
  #state = {
    step: 0, // events that have happened
    node: null, // the name of the chosen node; null for that of the last event
    cell: 0, // the chosen number of its table
    rate: 8, // a place among the rates
    mistake: 'none',
    isAsking: true, // the reader wants to guess before each event of the way back
    isAsked: false, // and is guessing now
    answer: '', // to the last guess
    h: null, // the nudge is 10 to the power of −h; null for the engine's choice
    opened: '', // the table whose numbers are shown
    isExperimentOpen: false,
    isSourceOpen: false,
    hasWalked: false, // to the end, once
  };
  #sources = new Map(); // the engine's lines, by operation
  #nudged = null;
  #isClosed = false;
  #isStale = false;
  #loading = null;
  #parts = {};
  #drawn = 0;
  #onkey = (event) => this.#key(event);
  #onresize = () => this.#draw();

  /**
   * take(rate, mistake) gives a walk of the engine. `given` is what its numbers stand for: { letters, contexts, targets };
   * `rate` is the place of the rate to begin with; `inputs` what the reader may change; `onend` is told when the reader has
   * walked to the end, and of each mistake whose damage was seen.
   */
  constructor(page, { take, given = {}, rate = 8, inputs, onend = () => {} }) {
    this.#page = page;
    this.#take = take;
    this.#given = given;
    this.#state.rate = rate;
    this.#inputs = inputs;
    this.onend = onend;
    addEventListener('keydown', this.#onkey);
    addEventListener('resize', this.#onresize);
  }

  /** For a curious reader's console, and the tests. */
  get run() { return this.#run; }
  get state() { return this.#state; }

  async open() {
    const { address } = this.#page;
    const whole = (text) => /^\d+$/.test(text ?? '') ? Number(text) : null;
    this.#rates = await this.#ask('Walks.Rates');
    this.#frame();
    const text = JSON.parse(await this.#ask('Walks.Words'));
    this.#words = new Map(text.operations.map((one) => [one.name, one]));
    this.#mistakes = text.mistakes;
    Object.assign(this.#state, {
      step: whole(address.step) ?? 0,
      cell: whole(address.cell) ?? 0,
      node: address.node ?? null,
      rate: Math.min(this.#rates.length - 1, whole(address.rate) ?? this.#state.rate),
      mistake: text.mistakes.some((one) => one.name === address.break) ? address.break : 'none',
      isAsking: address.ask !== '0',
    });
    this.#state.hasWalked = this.#state.mistake !== 'none';
    await this.load();
  }

  /** Takes the step again: something that it depends on has changed. One at a time; what changes meanwhile is taken next. */
  load() {
    this.#isStale = true;
    return this.#loading ??= this.#loadAll().finally(() => { this.#loading = null; });
  }

  async #loadAll() {
    while (this.#isStale && !this.#isClosed) {
      this.#isStale = false;
      const walk = await this.#whileOpen(this.#take(this.#rates[this.#state.rate], this.#state.mistake));
      const run = readRun(await this.#ask('Walks.Describe', walk));
      [this.#walk, this.#run, this.#checks] = [walk, run, null];
      await this.go({});
    }
  }

  #ask(name, ...args) {
    return this.#whileOpen(this.#page.engine.call(name, ...args));
  }

  // What a closed walk asked about is let go of, so the answer may be an error. Nobody waits for it any more.
  async #whileOpen(answer) {
    try {
      return await answer;
    } catch (problem) {
      if (this.#isClosed) return new Promise(() => {});
      throw problem;
    }
  }

  close() {
    this.#isClosed = true;
    removeEventListener('keydown', this.#onkey);
    removeEventListener('resize', this.#onresize);
  }

  /** Changes what the reader looks at. A step shows what happens in it, unless a node was chosen at the same time. */
  async go(change) {
    const state = this.#state, run = this.#run;
    this.#change(change);
    const { chosen, cell } = this.#chosen();
    const look = await this.#ask('Walks.Look', this.#walk, chosen.id, cell, state.h ? 10 ** -state.h : 0);
    if (state.isSourceOpen && !this.#sources.has(chosen.operation))
      this.#sources.set(chosen.operation, JSON.parse(await this.#ask('Walks.Source', chosen.operation)));
    if (run !== this.#run) return; // another walk was taken in the meantime
    this.#look = readLook(look);
    this.#page.keep({
      step: state.step || null,
      node: state.node,
      cell: state.cell || null,
      rate: state.rate,
      break: state.mistake === 'none' ? null : state.mistake,
      ask: state.isAsking ? null : 0,
    });
    this.#draw();
    if (state.step === run.events.length) this.onend(run);
  }

  #change(change) {
    const state = this.#state, { events } = this.#run;
    const hasMoved = 'step' in change && change.step !== state.step;
    Object.assign(state, change);
    state.step = Math.min(Math.max(0, state.step), events.length);
    const event = events[state.step - 1];
    const canAsk = state.isAsking && event?.phase === 'backward' && event.rows?.length > 0;
    if (hasMoved && !('node' in change)) Object.assign(state, { node: null, cell: 0 });
    if (hasMoved && !('isAsked' in change)) Object.assign(state, { isAsked: canAsk, answer: '' });
    state.isAsked &&= canAsk;
    if (hasMoved || 'node' in change || 'cell' in change || 'mistake' in change) this.#nudged = null;
    if (state.step === events.length) state.hasWalked = true;
  }

  #chosen() {
    const run = this.#run, event = run.events[this.#state.step - 1];
    const chosen = run.nodes.find((node) => node.name === this.#state.node) ?? run.nodes[event?.node ?? 0];
    return { chosen, cell: Math.min(this.#state.cell, chosen.value.length - 1) };
  }

  #frame() {
    const part = (name, tag, attributes = {}, ...children) =>
      this.#parts[name] = element(tag, { id: name, ...attributes }, ...children);
    const card = (label, ...children) => element('section', { class: 'card', 'aria-label': label }, ...children);
    this.#parts.rate = slider({
      id: 'walk-rate', label: 'Learning rate', min: 0, max: this.#rates.length - 1, step: 1, value: this.#state.rate,
      write: (i) => show(this.#rates[i]),
      oninput: (i) => { this.#state.rate = i; this.load(); },
    });
    this.root.append(
      element('div', { class: 'stack' },
        card('The graph', this.#timeControls(), part('story', 'div', { class: 'story' }), part('stages', 'div')),
        this.#inputs && card('Its numbers', this.#inputs),
        card('Tables', part('tables', 'div')),
        card('Break it', element('h2', {}, 'Break it'), part('mistakes', 'div')),
        card('The code', element('h2', {}, 'The code that runs'), part('code', 'div'))),
      element('div', { class: 'stack' },
        card('Now',
          part('now', 'div', { 'aria-live': 'polite' }),
          part('question', 'div'),
          part('warning', 'p', { role: 'status' }),
          part('number', 'div')),
        card('The update', element('h2', {}, 'The update'), this.#parts.rate.root, part('update', 'div')),
        card('Every gradient', element('h2', {}, 'Every gradient, checked'), part('checks', 'div'))));
  }

  #timeControls() {
    const button = (id, text, label, key) => element('button', {
      id, type: 'button', 'aria-label': label, title: key, onclick: () => this.#run && this.go({ step: this.#step(id) }),
    }, text);
    this.#parts.scrubber = element('input', {
      id: 'scrubber', type: 'range', min: 0, step: 1, 'aria-label': 'Step',
      oninput: (event) => this.go({ step: event.target.valueAsNumber }),
    });
    this.#parts.ask = element('input', {
      id: 'ask', type: 'checkbox', onchange: (event) => this.go({ isAsking: event.target.checked, answer: '' }),
    });
    return element('div', { class: 'controls time', role: 'group', 'aria-label': 'Time' },
      button('first', '|◀', 'To the beginning', 'Home'),
      button('back', '◀', 'One event back', 'left arrow'),
      button('forward', '▶', 'One event on', 'right arrow'),
      button('phase', 'next phase', 'To the next phase', 'space'),
      button('last', '▶|', 'To the end', 'End'),
      this.#parts.scrubber,
      element('label', { class: 'check' }, this.#parts.ask, ' ask me first'));
  }

  /** The step that a button leads to. */
  #step(id) {
    const { step } = this.#state, { events } = this.#run;
    const next = events.findIndex((event, i) => i >= step && event.phase !== events[step]?.phase);
    return {
      first: 0,
      back: step - 1,
      forward: step + 1,
      phase: next < 0 ? events.length : next,
      last: events.length,
    }[id];
  }

  /**
   * Fields and boxes that scroll keep their keys, except the scrubber and checkboxes; what can be pressed keeps the space.
   * Enter leaves a number.
   */
  #key(event) {
    if (!this.root.isConnected || !this.#run) return;
    if (event.key === 'Enter' && event.target.matches('input[type=number]') && !event.target.form) event.target.blur();
    if (!Object.hasOwn(keys, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target.closest('input, select, textarea, button, summary, a, .scroll');
    if (target?.matches('input, select, textarea, .scroll') && !target.matches('#scrubber, [type=checkbox]')) return;
    if (event.key === ' ' && target?.matches('button, summary, a, [type=checkbox], [type=radio]')) return;
    event.preventDefault();
    this.go({ step: this.#step(keys[event.key]) });
  }

  /** All that the parts of the page show, and what they may ask for. */
  #view() {
    const run = this.#run, state = this.#state;
    const { chosen, cell } = this.#chosen();
    return {
      run,
      words: this.#words,
      moment: momentOf(run, state.step, state.isAsked),
      chosen,
      cell,
      look: this.#look,
      given: this.#given,
      isAsking: state.isAsking,
      h: state.h,
      opened: state.opened,
      nudged: this.#nudged,
      isExperimentOpen: state.isExperimentOpen,
      isSourceOpen: state.isSourceOpen,
      source: this.#sources.get(chosen.operation),
      openSource: (isSourceOpen) => this.go({ isSourceOpen }),
      choose: (node, cell = 0) => this.go({ node: node.name, cell }),
      chooseCell: (cell) => this.go({ node: chosen.name, cell }),
      goTo: (step) => this.go({ step }),
      open: (opened) => this.go({ opened }),
      openExperiment: (isOpen) => { state.isExperimentOpen = isOpen; },
      setNudge: (h) => this.go({ h }),
      nudge: (by) => this.#nudge(chosen, cell, by),
    };
  }

  async #nudge(node, cell, by) {
    // A nudge of the engine is relative to numbers above 1; here it is just 0.1.
    const size = Math.abs(by) / Math.max(1, Math.abs(node.value[cell]));
    const { experiment } = readLook(await this.#ask('Walks.Look', this.#walk, node.id, cell, size));
    this.#nudged = { by, moved: (by > 0 ? experiment.above : experiment.below) - this.#run.nodes.at(-1).value[0] };
    this.#draw();
  }

  #draw() {
    if (!this.#run) return;
    const view = this.#view(), parts = this.#parts, state = this.#state;
    const { event } = view.moment;
    const focused = document.activeElement?.id;
    const drawn = ++this.#drawn;
    this.#drawControls();
    parts.story.replaceChildren(graph(view, parts.story.clientWidth || 700));
    parts.stages.replaceChildren(stages(view));
    this.#drawMoment(view);
    parts.number.replaceChildren(...this.#number(view));
    parts.code.replaceChildren(...[...program(view), sourcePanel(view)].filter(Boolean));
    parts.tables.replaceChildren(...tables(view));
    parts.tables.parentElement.hidden = parts.tables.childElementCount === 0;
    parts.mistakes.replaceChildren(...this.#mistakeChoice());
    // One thing after another: before the way back there is nothing to check, and before the update nothing moves.
    parts.checks.parentElement.hidden = !state.hasWalked && !['backward', 'update', 'again'].includes(event?.phase);
    parts.update.parentElement.hidden = !state.hasWalked && !['update', 'again'].includes(event?.phase);
    parts.update.replaceChildren(...updatePanel(view));
    this.#drawChecks(view, drawn);
    parts.story.querySelector('.node.active')?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
    // What had the focus is another element now, of the same name.
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  #drawControls() {
    const { scrubber, ask, rate } = this.#parts, state = this.#state, count = this.#run.events.length;
    scrubber.max = count;
    scrubber.value = state.step;
    scrubber.setAttribute('aria-valuetext', `step ${state.step} of ${count}`);
    ask.checked = state.isAsking;
    rate.set(state.rate);
  }

  /** What happens now, and why; or the question what will. */
  #drawMoment({ run, words, moment }) {
    const { now, question, warning } = this.#parts, { step, isAsked, answer } = this.#state, { event } = moment;
    const says = !event ? ''
      : isAsked ? `What does ${run.nodes[event.node].name} send?`
      : sentence(run, words, moment, event);
    const phase = event ? phases[event.phase] : 'at the beginning';
    now.replaceChildren(
      element('p', { class: 'moment' }, element('b', {}, `${step} of ${run.events.length} · ${phase}`), ' ', says),
      element('p', { class: 'why' }, isAsked ? '' : why(run, words, event)));
    if (isAsked) question.replaceChildren(...this.#question(event));
    else question.replaceChildren(...answer ? [element('p', { role: 'status', id: 'answer' }, answer)] : []);
    warning.textContent = notFinite(run, moment);
  }

  /** All about the chosen number. */
  #number(view) {
    const { chosen, cell, moment: { event } } = view;
    const kind = chosen.learns ? ', which learns' : chosen.isData ? ', which is data' : '';
    const when = event?.phase === 'again' ? ', from before the update' : '';
    const hasLedger = chosen.gradient || chosen.learns;
    return [
      element('h2', {}, cellName(chosen, cell), element('small', {}, kind)),
      cellChoice(view),
      computed(view),
      hasLedger && element('h3', {}, `Its gradient${when}, part by part`),
      hasLedger && ledger(view),
      chosen.gradient && nudgeCard(view),
    ].filter(Boolean);
  }

  // All experiments together may take a while, so they are done once for each walk, and not before something else is shown.
  async #drawChecks(view, drawn) {
    const { checks: card } = this.#parts;
    const count = view.run.nodes.reduce((sum, node) => sum + (node.gradient?.length ?? 0), 0);
    if (!this.#checks && count > MANY) return card.replaceChildren(this.#checkButton(count));
    if (!this.#checks) await this.#check();
    if (drawn !== this.#drawn || !this.#checks) return;
    card.replaceChildren(
      element('p', { class: 'small quiet' }, count > MANY
        ? 'Each row shows the worst of its table, with its error as a part of the table’s largest gradient.'
        : 'A number turns red when its gradient is passed on, or used, and an experiment disagrees.'),
      checkTable({ ...view, checks: this.#checks }));
  }

  #checkButton(count) {
    const button = element('button', {
      id: 'check', type: 'button',
      onclick: async () => {
        button.disabled = true;
        await this.#check((name) => { button.textContent = `Nudging every number of ${name} …`; });
        this.#draw();
      },
    }, `Check all ${count.toLocaleString('en')} gradients`);
    return button;
  }

  async #check(tell = () => {}) {
    const run = this.#run, checks = [];
    for (const node of run.nodes.filter((one) => one.gradient)) {
      tell(node.name);
      checks.push(readCheck(await this.#ask('Walks.Check', this.#walk, node.id)));
      if (run !== this.#run) return;
    }
    this.#checks = checks;
  }

  #mistakeChoice() {
    if (!this.#state.hasWalked)
      return [element('p', { class: 'quiet' },
        'First walk to the end once, as it should be. Then break a rule, and see which number goes wrong first.')];
    return [element('fieldset', { class: 'mistakes' },
      element('legend', {}, 'One rule can be broken at a time'),
      this.#mistakes.map((mistake) => this.#mistakeLabel(mistake)))];
  }

  #mistakeLabel({ name, label, says }) {
    const isPossible = name === 'none' || this.#run.mistakes.includes(name);
    const impossible = name === 'overwrite' ? 'Here no line’s result is used by two lines, so there is nothing to overwrite.'
      : 'It would change nothing here.';
    const onchange = () => {
      this.#state.mistake = name;
      this.#nudged = null;
      this.load();
    };
    return element('label', { class: isPossible ? '' : 'impossible' },
      element('input', {
        id: `break-${name}`, type: 'radio', name: 'mistake',
        checked: name === this.#state.mistake, disabled: !isPossible, onchange,
      }),
      ` ${label}`,
      element('small', {}, isPossible ? says : impossible));
  }

  /** Predict, then reveal: first the sign of what is about to be sent, and who likes its number. */
  #question(event) {
    const run = this.#run;
    const row = event.rows.find((one) => !one.isLeftover);
    const cell = Math.max(0, row.values.findIndex((x) => x !== 0));
    const truth = row.values[cell];
    const to = cellName(run.nodes[row.to], cell), sender = run.nodes[event.node].name;
    const sends = `${event.isStart ? 'It starts with' : `${sender} sends`} ${show(truth, true)} to ${to}.`;
    const reveal = (verdict) => this.go({ isAsked: false, answer: verdict + sends });
    const rule = run.mistake === 'none' ? '' : 'With the rule broken, ';
    const judge = (fits, guess, hint) => reveal((fits ? `Yes, ${guess}. ` : `Not ${guess}${hint}. `) + rule);
    const hint = event.isStart ? '' : ': what arrived, times the local slope on the arrow, has the sign of both together';
    const input = element('input', { id: 'guess', type: 'number', step: 'any', 'aria-label': 'your number' });
    const onsubmit = (submitted) => {
      submitted.preventDefault();
      const guess = input.valueAsNumber;
      if (Number.isFinite(guess)) judge(Math.abs(guess - truth) <= 0.02 * Math.abs(truth), show(guess), '');
    };
    const choices = [['positive', '+', truth > 0], ['negative', '−', truth < 0], ['zero', '0', truth === 0]];
    const asks = event.isStart ? `Backward begins. How far does ${sender} move, when ${sender} moves by 1? `
      : `What does ${sender} send to ${to}? First its sign: `;
    return [
      element('p', {}, asks),
      element('p', { class: 'controls' },
        choices.map(([name, sign, fits]) => element('button', {
          id: `guess-${name}`, type: 'button', 'aria-label': name, onclick: () => judge(fits, name, hint),
        }, sign)),
        element('form', { class: 'controls', onsubmit },
          element('label', { for: 'guess' }, 'or its number'), input, element('button', { id: 'guess-number' }, 'Check')),
        element('button', { id: 'guess-show', type: 'button', onclick: () => reveal('') }, 'Show me')),
    ];
  }
}

/** The whole story in one line, with this step's part marked. */
function stages({ run, moment }) {
  const names = [], partOf = [];
  for (const node of run.nodes.filter((node) => node.stage)) {
    if (node.stage !== names.at(-1)) names.push(node.stage);
    partOf[node.id] = names.length - 1;
  }
  const current = partOf[moment.event?.node];
  return element('ol', { class: 'stages', hidden: names.length === 0 },
    names.map((name, i) => element('li', { 'aria-current': i === current && 'step' }, name)));
}
