#!/usr/bin/python3
"""Trains a GPT on the bytes of a text file by data-parallel training, DiLoCo or local SGD, its workers one after another.

Shares no code with Decentral: it is what Decentral's held-out losses are compared with. The options' names, meanings and
defaults are those of a Decentral job; one line of JSON an evaluation, and at the end one object with all of them.
"""

import argparse
import copy
import json
import math
import time

import torch

import machine
from corpus import Corpus
from gpt import Gpt, GptOptions

EVALUATION_BATCH = 64


class Schedule:
    """The learning rate after so many steps, the step's own included."""

    def __init__(self, options):
        self.options = options
        self.steps = options.rounds * options.every

    def at(self, step):
        options = self.options
        if step < options.warmup:
            return options.learning_rate * step / options.warmup
        return options.learning_rate * (options.floor + (1 - options.floor) * self.share(step))

    def share(self, step):
        if self.options.schedule == "constant":
            return 1.0
        if self.options.schedule == "cosine":
            return 0.5 * (1 + math.cos(math.pi * (step - self.options.warmup) / (self.steps - self.options.warmup)))
        start = self.steps * (1 - self.options.decay)
        return 1 - max(0.0, (step - start) / (self.steps - start))


class InnerTrainer:
    """A replica with an AdamW of its own, whose moments nobody else ever sees."""

    def __init__(self, model, options):
        self.model = model
        self.clip = options.clip
        self.optimizer = model.optimizer(
            options.learning_rate, (options.beta1, options.beta2), options.epsilon, options.weight_decay)

    def step(self, inputs_BT, targets_BT, learning_rate):
        """One step on the clipped gradient of the mean loss, which it returns."""
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.model.loss(inputs_BT, targets_BT)
        loss.backward()
        if self.clip > 0:
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.clip)
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate
        self.optimizer.step()
        return loss.item()


class DataParallel:
    """Every step is one on the mean gradient of all workers, that of their batches together: they are equally large."""

    exchanges_per_step = 1

    def __init__(self, model, options, draw):
        self.model = model
        self.options = options
        self.draw = draw
        self.trainer = InnerTrainer(model, options)

    def round(self, learning_rates):
        losses = [self.trainer.step(*self.draw_for_all(), rate) for rate in learning_rates]
        return sum(losses) / len(losses)

    def draw_for_all(self):
        inputs, targets = zip(*(self.draw(worker) for worker in range(self.options.workers)))
        return torch.cat(inputs), torch.cat(targets)


class LocalUpdates:
    """H steps of each worker on its own, then the outer step on the mean of what they moved by (arXiv:2311.08105)."""

    def __init__(self, model, options, draw, learning_rate, momentum):
        self.model = model
        self.options = options
        self.draw = draw
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.trainers = [InnerTrainer(copy.deepcopy(model), options) for _ in range(options.workers)]
        self.velocities = [torch.zeros_like(parameter) for parameter in model.parameters()]
        self.exchanges_per_step = 1 / options.every

    def round(self, learning_rates):
        losses = [self.local_steps(worker, learning_rates) for worker in range(self.options.workers)]
        self.outer_step()
        return sum(losses) / len(losses)

    def local_steps(self, worker, learning_rates):
        trainer = self.trainers[worker]
        trainer.model.load_state_dict(self.model.state_dict())
        return sum(trainer.step(*self.draw(worker), rate) for rate in learning_rates) / len(learning_rates)

    @torch.no_grad()
    def outer_step(self):
        replicas = zip(*(trainer.model.parameters() for trainer in self.trainers))
        for parameter, velocity, copies in zip(self.model.parameters(), self.velocities, replicas):
            delta = parameter - torch.stack(list(copies)).mean(0)
            velocity.mul_(self.momentum).add_(delta)
            parameter.sub_(self.learning_rate * (delta + self.momentum * velocity))


def create_method(model, options, draw):
    if options.method == "data-parallel":
        return DataParallel(model, options, draw)
    if options.method == "diloco":
        return LocalUpdates(model, options, draw, options.outer_learning_rate, options.outer_momentum)
    return LocalUpdates(model, options, draw, learning_rate=1.0, momentum=0.0)


@torch.no_grad()
def held_out_loss(model, corpus):
    loss_sum = tokens = 0
    for inputs_BT, targets_BT in corpus.held_out_batches(EVALUATION_BATCH):
        loss_sum += model.loss(inputs_BT, targets_BT).item() * targets_BT.numel()
        tokens += targets_BT.numel()
    return loss_sum / tokens


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("data", help="a text file; its last part is held out")
    parser.add_argument("--method", choices=["data-parallel", "diloco", "local-sgd"], default="diloco")
    parser.add_argument("--held-out", type=float, default=0.1)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--every", type=int, default=50, help="H: inner steps of a round")
    parser.add_argument("--rounds", type=int, default=80)
    parser.add_argument("--batch", type=int, default=2, help="sequences per worker and step")
    GptOptions.add_arguments(parser)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--schedule", choices=["constant", "cosine", "wsd"], default="wsd")
    parser.add_argument("--warmup", type=int, default=100, help="steps")
    parser.add_argument("--decay", type=float, default=0.2, help="last share of the steps, of wsd")
    parser.add_argument("--floor", type=float, default=0.1, help="last share of the learning rate")
    parser.add_argument("--beta1", type=float, default=0.9)
    parser.add_argument("--beta2", type=float, default=0.95)
    parser.add_argument("--epsilon", type=float, default=1e-8)
    parser.add_argument("--weight-decay", type=float, default=0.1)
    parser.add_argument("--clip", type=float, default=1.0, help="largest norm of a gradient; 0 clips nothing")
    parser.add_argument("--outer-learning-rate", type=float, default=0.7)
    parser.add_argument("--outer-momentum", type=float, default=0.9)
    parser.add_argument("--evaluate-every", type=int, default=10, help="rounds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--output", help="a file for the last object")
    return parser.parse_args()


def main():
    options = parse()
    torch.set_num_threads(options.threads)
    corpus = Corpus(options.data, options.held_out, options.context)
    model = Gpt(GptOptions.from_arguments(options)).initialize(torch.Generator().manual_seed(options.seed))
    generators = [torch.Generator().manual_seed(1000 * options.seed + w + 1) for w in range(options.workers)]
    method = create_method(model, options, lambda worker: corpus.draw(options.batch, generators[worker]))
    schedule = Schedule(options)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    curve = []
    began = time.monotonic()
    for round_index in range(options.rounds):
        first = round_index * options.every
        train_loss = method.round([schedule.at(first + step + 1) for step in range(options.every)])
        rounds = round_index + 1
        if rounds % options.evaluate_every == 0 or rounds == options.rounds:
            steps = rounds * options.every
            exchanges = steps * method.exchanges_per_step
            curve.append({
                "rounds": rounds,
                "steps": steps,
                "tokens": steps * options.workers * options.batch * options.context,
                # Parameters or gradients of every worker, up and down, as fp32 and without any header.
                "bytes": round(exchanges * 2 * 4 * parameters * options.workers),
                "trainLoss": round(train_loss, 5),
                "evalLoss": round(held_out_loss(model, corpus), 5),
            })
            print(json.dumps(curve[-1]), flush=True)
    settings = {name: value for name, value in vars(options).items() if name not in ("data", "output")}
    result = {
        **machine.describe(),
        "settings": settings,
        "parameters": parameters,
        "seconds": round(time.monotonic() - began, 1),
        "evalLoss": curve[-1]["evalLoss"],
        "curve": curve,
    }
    print(json.dumps(result))
    if options.output:
        with open(options.output, "w") as file:
            json.dump(result, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()
