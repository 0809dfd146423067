# Writes torch-module-vectors.json: what PyTorch's optimizers and layers compute from made-up numbers that need no generator.
# Run it: apt-get install -y python3-torch && /usr/bin/python3 torch-module-vectors.py > torch-module-vectors.json
import json
import torch

RATE, STEPS, SIZE = 0.05, 100, 37
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=RATE),
    "sgd momentum 0.9": lambda p: torch.optim.SGD(p, lr=RATE, momentum=0.9),
    "adam": lambda p: torch.optim.Adam(p, lr=RATE),
    "adam 0.8 0.99 1e-4": lambda p: torch.optim.Adam(p, lr=RATE, betas=(0.8, 0.99), eps=1e-4),
    "adamw 0.1": lambda p: torch.optim.AdamW(p, lr=RATE, weight_decay=0.1),
}


def made_up(count, start, dtype=torch.float64):
    """Multiples of 1/32 between -1.5 and 1.5: exact in float32."""
    return torch.tensor([((i + start) * 37 % 97 - 48) / 32 for i in range(count)], dtype=dtype)


def optimized(make, dtype):
    parameter = made_up(SIZE, 5, dtype).requires_grad_()
    optimizer = make([parameter])
    reached = {}
    for step in range(1, STEPS + 1):
        parameter.grad = made_up(SIZE, 11 * step, dtype)
        optimizer.step()
        if step in (1, 2, STEPS):
            reached[step] = parameter.tolist()
    return reached


def differentiated(module, x, parameters, rounds=1):
    """The output, and the gradients of sum(output * made-up weights), in the last of some rounds."""
    x = x.clone().requires_grad_()
    for _ in range(rounds):
        module.zero_grad()
        x.grad = None
        y = module(x)
        (y * made_up(y.numel(), 3).reshape(y.shape)).sum().backward()
    gradients = [dict(module.named_parameters())[name].grad.flatten().tolist() for name in parameters]
    return {"y": y.flatten().tolist(), "dx": x.grad.flatten().tolist(), "gradients": gradients}


def normalizing(module, features):
    module.double()
    with torch.no_grad():
        module.weight.copy_(made_up(features, 20))
        module.bias.copy_(made_up(features, 30))
    return module


class OverLastAxis(torch.nn.Module):
    """PyTorch's BatchNorm1d wants the features in the middle of three axes."""

    def __init__(self, norm):
        super().__init__()
        self.norm = norm

    def forward(self, x):
        return self.norm(x.transpose(1, 2)).transpose(1, 2)


layers = {}
norm = normalizing(torch.nn.BatchNorm1d(5), 5)
layers["batch norm"] = differentiated(norm, made_up(6 * 5, 1).reshape(6, 5), ["weight", "bias"], rounds=3)
layers["batch norm"]["running"] = [norm.running_mean.tolist(), norm.running_var.tolist()]
norm.eval()
layers["batch norm, inference"] = differentiated(norm, made_up(2 * 5, 9).reshape(2, 5), ["weight", "bias"])
norm = normalizing(torch.nn.BatchNorm1d(5, momentum=0.01, eps=1e-3), 5)
x = made_up(4 * 3 * 5, 1).reshape(4, 3, 5)
layers["batch norm of three axes"] = differentiated(OverLastAxis(norm), x, ["norm.weight", "norm.bias"])
layers["batch norm of three axes"]["running"] = [norm.running_mean.tolist(), norm.running_var.tolist()]
layers["layer norm"] = differentiated(normalizing(torch.nn.LayerNorm(5), 5), x, ["weight", "bias"])


class OnHalves(torch.nn.Module):
    """A cell on [x, state], with all gates' weights as (inputs + width, width) matrices and made-up values."""

    def __init__(self, step, inputs, width, gates):
        super().__init__()
        self.step, self.inputs = step, inputs
        for gate in range(gates):
            weight = made_up((inputs + width) * width, 20 + gate).reshape(inputs + width, width) / 2
            self.register_parameter(f"weight{gate}", torch.nn.Parameter(weight))
            self.register_parameter(f"bias{gate}", torch.nn.Parameter(made_up(width, 40 + gate)))

    def forward(self, xs):
        parameters = dict(self.named_parameters())
        gates = [(parameters[f"weight{gate}"], parameters[f"bias{gate}"]) for gate in range(len(parameters) // 2)]
        return self.step(xs[:, :self.inputs], xs[:, self.inputs:], gates)


def split(gates, inputs):
    """PyTorch's arguments: rows for outputs, the gates one below another, inputs and state apart; the second bias is 0."""
    from_x = torch.cat([weight[:inputs].T for weight, _ in gates])
    from_h = torch.cat([weight[inputs:].T for weight, _ in gates])
    bias = torch.cat([bias for _, bias in gates])
    return from_x, from_h, bias, torch.zeros_like(bias)


def rnn(x, h, gates):
    return torch._VF.rnn_tanh_cell(x, h, *split(gates, x.shape[1]))


def gru(x, h, gates):
    """Not PyTorch's, which resets after the product: as makemore has it."""
    z, r = (torch.sigmoid(torch.cat([x, h], 1) @ weight + bias) for weight, bias in gates[:2])
    candidate = torch.tanh(torch.cat([x, r * h], 1) @ gates[2][0] + gates[2][1])
    return torch.lerp(h, candidate, z)


def lstm(x, state, gates):
    return torch.cat(torch._VF.lstm_cell(x, state.chunk(2, 1), *split(gates, x.shape[1])), 1)


for name, step, gates, states in (("rnn cell", rnn, 1, 1), ("gru cell", gru, 3, 1), ("lstm cell", lstm, 4, 2)):
    cell = OnHalves(step, 3, 5, gates)
    names = [name for name, _ in cell.named_parameters()]
    layers[name] = differentiated(cell, made_up(4 * (3 + 5 * states), 1).reshape(4, -1), names)

torch.manual_seed(7)
print(json.dumps({
    "source": f"torch {torch.__version__} on CPU, by torch-module-vectors.py",
    "optimizers": {
        name: {"float32": optimized(make, torch.float32), "float64": optimized(make, torch.float64)}
        for name, make in OPTIMIZERS.items()
    },
    "layers": layers,
    "uniform(-0.25, 0.25), seed 7": torch.empty(20).uniform_(-0.25, 0.25).tolist(),
}, indent=None, separators=(", ", ": ")))
