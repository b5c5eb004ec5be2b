#!/usr/bin/python3
"""DistributedDataParallel with gloo: one process of several, which train one model and exchange gradients at every step.

Its place is in MASTER_ADDR, MASTER_PORT, RANK and WORLD_SIZE, as PyTorch has it, and the network interface in
GLOO_SOCKET_IFNAME. Before and after the exchanged steps all processes make the same steps on a copy of the model that belongs
to nobody but them: what a step takes where nothing is sent. Ends with one line of JSON.
"""

import argparse
import copy
import datetime
import json
import math
import time

import torch
import torch.distributed as distributed
from torch import nn
from torch.nn.parallel import DistributedDataParallel

import machine
from gpt import Gpt, GptOptions

# An all-reduce over a slow link takes minutes where many processes share it.
PATIENCE = datetime.timedelta(hours=1)

# Left out: DistributedDataParallel lays out its buckets anew after the first step.
WARM_UP_STEPS = 1

# Made before anybody looks at the clock for the first time, and so at least.
FIRST_STEPS = 2


class LossModel(nn.Module):
    """DistributedDataParallel follows `forward` alone, so that the loss has to be made there."""

    def __init__(self, gpt):
        super().__init__()
        self.gpt = gpt

    def forward(self, inputs_BT, targets_BT):
        return self.gpt.loss(inputs_BT, targets_BT)


class Trainer:
    """A step as `loop.py` makes it, of a model that exchanges its gradients or of one that does not."""

    def __init__(self, gpt, model, options):
        self.gpt = gpt
        self.model = model
        self.options = options
        self.optimizer = gpt.optimizer(1e-3, (0.9, 0.95), 1e-8, 0.1)
        self.generator = torch.Generator().manual_seed(1 + distributed.get_rank())

    def step(self):
        options = self.options
        shape = (options.batch, options.context + 1)
        windows = torch.randint(options.vocabulary, shape, generator=self.generator)
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.model(windows[:, :-1].contiguous(), windows[:, 1:].contiguous())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.gpt.parameters(), 1.0)
        self.optimizer.step()
        loss.item()

    def run(self, steps):
        for _ in range(steps):
            self.step()


class Alone:
    """Steps of which nothing is sent, made by all processes at one time, as those are whose gradients are exchanged."""

    def __init__(self, gpt, options):
        gpt = copy.deepcopy(gpt)
        self.trainer = Trainer(gpt, LossModel(gpt), options)
        self.seconds = 0.0
        self.steps = 0
        self.trainer.run(FIRST_STEPS)

    def measure(self, seconds):
        distributed.barrier()
        began = time.perf_counter()
        while (took := time.perf_counter() - began) < seconds:
            self.trainer.step()
            self.steps += 1
        self.seconds += took


def run_for(trainer, seconds):
    """As many steps as the first process says, which asks for more until the time is over."""
    distributed.barrier()
    began, done, steps = time.perf_counter(), 0, FIRST_STEPS
    while steps > 0:
        trainer.run(steps)
        done += steps
        took = time.perf_counter() - began
        steps = agree(math.ceil((seconds - took) / took * done))
    return done, time.perf_counter() - began


def agree(number):
    """What the first process has."""
    tensor = torch.tensor([number])
    distributed.broadcast(tensor, 0)
    return int(tensor.item())


def exchanging(gpt):
    """The model's buffers are constants, which all have, and of a type that gloo does not send (bool)."""
    model = LossModel(gpt)
    DistributedDataParallel._set_params_and_buffers_to_ignore_for_model(model, [name for name, _ in model.named_buffers()])
    return DistributedDataParallel(model, broadcast_buffers=False)


def measure(options):
    gpt = Gpt(GptOptions.from_arguments(options)).initialize(torch.Generator().manual_seed(1))
    alone = Alone(gpt, options)
    alone.measure(options.alone)
    trainer = Trainer(gpt, exchanging(gpt), options)
    trainer.run(WARM_UP_STEPS)
    began = time.time()
    steps, seconds = run_for(trainer, options.seconds)
    ended = time.time()
    alone.measure(options.alone)
    return {
        "steps": steps,
        "seconds": seconds,
        "began": began,
        "ended": ended,
        "stepSecondsAlone": alone.seconds / alone.steps,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    GptOptions.add_arguments(parser)
    parser.add_argument("--batch", type=int, default=4, help="sequences of a step of one process")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=120, help="for the exchanged steps, of which two are made at least")
    parser.add_argument("--alone", type=float, default=6, help="seconds for steps of which nothing is sent, twice")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    distributed.init_process_group("gloo", timeout=PATIENCE)
    result = measure(options)
    distributed.barrier()
    print(json.dumps({**machine.describe(), "rank": distributed.get_rank(), **result}), flush=True)


if __name__ == "__main__":
    main()
