"""Shows that weights go both ways between ILGpuAutoencoders and PyTorch.

    python3 both_ways.py load RUN/best.safetensors          opens a checkpoint as a PyTorch module and runs it
    python3 both_ways.py save conv 64 256 weights.safetensors   writes the weights of a module, which `ilgpu-ae import` takes
"""

import sys

import torch

import families
import tensors


def open_checkpoint(path):
    """A module with the weights of a checkpoint, in evaluation mode. Nothing may be missing or left over: load_state_dict is strict."""
    about = tensors.metadata(path)
    options = {key: about[key] for key in ("down", "up", "norm", "width", "refine") if key in about}
    model = families.FAMILIES[about["family"]](int(about["image_size"]), int(about.get("latent", 0)), **options)
    model.load_state_dict(tensors.load_file(path))
    return model.eval(), about


def main(command, *words):
    if command == "load":
        model, about = open_checkpoint(words[0])
        side = int(about["image_size"])
        with torch.no_grad():
            output = model(torch.rand(2, 3, side, side))
        print(f"{about['family']}: {sum(p.numel() for p in model.parameters())} parameters, output {tuple(output.shape)} in [{output.min():.3f}, {output.max():.3f}]")
    else:
        family, side, latent, path = words
        model = families.FAMILIES[family](int(side), int(latent))
        tensors.save_file(model.state_dict(), path)
        print(f"{path}: {family} for pictures of {side} x {side}; ilgpu-ae import {path} --model {family} --image-size {side} --latent {latent} --out RUN")


if __name__ == "__main__":
    main(*sys.argv[1:])
