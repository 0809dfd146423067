// An expression that the engine holds: its values, its curve, its step of learning.

/** Numbers in the engine's JSON are a text: base64 of their bytes, which is exact and holds NaN too. */
export const float64 = (text) => Array.from(new Float64Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer));
export const number = (text) => float64(text)[0];

export class Expression {
  #engine; #handle; #walks = [];

  static async parse(engine, text) {
    const expression = new Expression();
    expression.#engine = engine;
    expression.#handle = await engine.call('Expressions.Parse', text);
    const { variables, unused } = JSON.parse(await engine.call('Expressions.Describe', expression.#handle));
    expression.unused = unused;
    expression.variables = variables.map((one) => ({ ...one, value: number(one.value) }));
    return expression;
  }

  set(variable, value) { return this.#engine.call('Expressions.Set', this.#handle, variable, value); }

  takeAsData(variable, isData) { return this.#engine.call('Expressions.TakeAsData', this.#handle, variable, isData); }

  /** [[x, y], …] and [[x, slope], …] as one variable goes over a range. */
  async curve(variable, from, to, points) {
    const curve = JSON.parse(await this.#engine.call('Expressions.Curve', this.#handle, variable, from, to, points));
    const [x, y, slopes] = [curve.x, curve.y, curve.slopes].map(float64);
    return { points: x.map((at, i) => [at, y[i]]), slopes: x.map((at, i) => [at, slopes[i]]) };
  }

  /** The result and its slope at one value of a variable. */
  async at(variable, x) {
    const { points, slopes } = await this.curve(variable, x, x + Math.max(1e-9, Math.abs(x) * 1e-9), 2);
    return { y: points[0][1], slope: slopes[0][1] };
  }

  /** A step of learning, event by event. It is let go with the expression, or with the second next step. */
  async walk(rate, mistake = 'none') {
    const walk = await this.#engine.call('Walks.Take', this.#handle, rate, mistake);
    this.#walks.push(walk);
    if (this.#walks.length > 2) await this.#engine.release(this.#walks.shift());
    return walk;
  }

  async close() {
    for (const walk of this.#walks.splice(0)) await this.#engine.release(walk);
    await this.#engine.release(this.#handle);
  }
}
