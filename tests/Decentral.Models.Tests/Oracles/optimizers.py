#!/usr/bin/python3
"""What Muon and LAMB do in ten steps, computed once for the tests, in fp64 and from the published descriptions.

Muon's orthogonalisation is computed here from the singular value decomposition, with the polynomial applied to the
singular values, and not by products of matrices. Nothing of the code under test is used.

    optimizers.py FOLDER    writes expected.safetensors into FOLDER/optimizers

Needs PyTorch 1.13 or newer (Debian: python3-torch).
"""
import math
import os
import sys

import torch

from oracle import write_safetensors

STEPS = 10
SHAPES = {"tokens": (7, 6), "layers.0.wide": (5, 11), "layers.0.tall": (12, 4), "layers.0.bias": (5,)}
LEARNING_RATE = 0.02
SCALES = {"match": lambda rows, columns: 0.2 * math.sqrt(max(rows, columns)),
          "shape": lambda rows, columns: math.sqrt(max(1, rows / columns))}


def orthogonalize(update):
    left, values, right = torch.linalg.svd(update, full_matrices=False)
    values = values / (torch.linalg.norm(update) + 1e-7)
    for _ in range(5):
        values = 3.4445 * values - 4.7750 * values ** 3 + 2.0315 * values ** 5
    return left @ torch.diag(values) @ right


def adamw(weight, gradient, state, step, decay, beta1=0.9, beta2=0.95, epsilon=1e-8):
    first, second = state
    first.mul_(beta1).add_(gradient, alpha=1 - beta1)
    second.mul_(beta2).addcmul_(gradient, gradient, value=1 - beta2)
    corrected = (second / (1 - beta2 ** step)).sqrt() + epsilon
    weight.mul_(1 - LEARNING_RATE * decay)
    weight.sub_(LEARNING_RATE / (1 - beta1 ** step) * first / corrected)


def muon(weight, gradient, state, step, scale, nesterov, momentum=0.95, decay=0.1):
    # The published form: a sum and not a mean.
    total = state[0]
    total.mul_(momentum).add_(gradient)
    update = gradient + momentum * total if nesterov else total
    weight.mul_(1 - LEARNING_RATE * decay)
    weight.sub_(LEARNING_RATE * SCALES[scale](*weight.shape) * orthogonalize(update))


def lamb(weight, gradient, state, step, beta1=0.9, beta2=0.999, epsilon=1e-6, decay=0.01):
    first, second = state
    first.mul_(beta1).add_(gradient, alpha=1 - beta1)
    second.mul_(beta2).addcmul_(gradient, gradient, value=1 - beta2)
    direction = first / (1 - beta1 ** step) / ((second / (1 - beta2 ** step)).sqrt() + epsilon)
    ratio = 1.0
    if weight.dim() >= 2:
        direction = direction + decay * weight
        ratio = float(weight.norm() / direction.norm())
    weight.sub_(LEARNING_RATE * ratio * direction)


def step_muon(scale, nesterov):
    def apply(name, weight, gradient, state, step):
        if name.startswith("layers.") and weight.dim() == 2:
            muon(weight, gradient, state, step, scale, nesterov)
        else:
            adamw(weight, gradient, state, step, decay=0.1 if weight.dim() >= 2 else 0.0)
    return apply


def train(apply, start, gradients):
    weights = {name: weight.double().clone() for name, weight in start.items()}
    states = {name: (torch.zeros_like(weight), torch.zeros_like(weight)) for name, weight in weights.items()}
    for step in range(1, STEPS + 1):
        for name, weight in weights.items():
            apply(name, weight, gradients[name][step - 1].double(), states[name], step)
    return weights


def main():
    folder = os.path.join(sys.argv[1], "optimizers")
    os.makedirs(folder, exist_ok=True)
    generator = torch.Generator().manual_seed(1)
    start = {name: torch.randn(*shape, generator=generator) for name, shape in SHAPES.items()}
    # A direction that lasts, with noise: as in training, the singular values of the momentum differ widely.
    gradients = {name: torch.randn(1, *shape, generator=generator) + 0.5 * torch.randn(
        STEPS, *shape, generator=generator) for name, shape in SHAPES.items()}
    runs = {"muon.match": step_muon("match", nesterov=True), "muon.shape": step_muon("shape", nesterov=True),
            "muon.plain": step_muon("match", nesterov=False),
            "lamb": lambda name, *arguments: lamb(*arguments)}
    tensors = {"start." + name: value for name, value in start.items()}
    tensors.update({"gradients." + name: value for name, value in gradients.items()})
    for run, apply in runs.items():
        for name, value in train(apply, start, gradients).items():
            tensors[run + "." + name] = value.float()
    write_safetensors(os.path.join(folder, "expected.safetensors"), tensors)


if __name__ == "__main__":
    main()
