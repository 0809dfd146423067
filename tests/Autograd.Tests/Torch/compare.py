"""Evaluates expressions with PyTorch, and their gradients with its autograd.

    python3 compare.py CASES RESULTS

CASES holds one case a line, as JSON: {"dtype": "float32", "inputs": [TENSOR, ...], "expression": "x[0] * x[1]", "weights": TENSOR}.
The expression reads the inputs as x[0], x[1], ...; the weights are the gradient that arrives at its value, or null.
RESULTS gets one line for each: {"value": TENSOR, "gradients": [TENSOR, ...]}, or {"error": "..."} where PyTorch refuses.
A TENSOR is {"shape": [2, 3], "elements": "..."}: little-endian bytes in base64, in row-major order.
"""

import base64
import json
import sys

try:
    import numpy
    import torch
    import torch.nn.functional as F
except ImportError:
    sys.exit(3)  # TorchRun tries another Python.


def read(tensor, dtype):
    elements = numpy.frombuffer(base64.b64decode(tensor["elements"]), dtype=numpy.dtype(dtype).newbyteorder("<"))
    return torch.from_numpy(elements.astype(dtype).reshape(tensor["shape"]))


def written(tensor):
    array = tensor.detach().numpy()
    return {"shape": list(array.shape), "elements": base64.b64encode(array.astype(array.dtype.newbyteorder("<")).tobytes()).decode()}


def evaluate(case):
    x = [read(tensor, case["dtype"]).requires_grad_() for tensor in case["inputs"]]
    y = eval(case["expression"], {"torch": torch, "F": F, "x": x})
    if case["weights"] is None:
        return {"value": written(y)}
    y.backward(gradient=read(case["weights"], case["dtype"]))
    return {"value": written(y), "gradients": [written(torch.zeros_like(a) if a.grad is None else a.grad) for a in x]}


torch.set_num_threads(1)
with open(sys.argv[1]) as cases, open(sys.argv[2], "w") as results:
    for line in cases:
        try:
            result = evaluate(json.loads(line))
        except (RuntimeError, IndexError, ValueError) as error:
            result = {"error": str(error)}
        results.write(json.dumps(result) + "\n")
