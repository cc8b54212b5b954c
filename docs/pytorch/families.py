"""The networks of ILGpuAutoencoders as PyTorch modules whose state_dict() has the names and layouts of its checkpoints."""

import torch
from torch import nn


class Autoencoder(nn.Module):
    """mlp, shallow, conv and denoising: two rows of layers. S is the side of the pictures, L the length of the latent vector."""

    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder = nn.Sequential(*encoder)
        self.decoder = nn.Sequential(*decoder)

    def forward(self, x):
        return self.decoder(self.encoder(x))


class Improved(Autoencoder):
    """Corrects the latent vector by what its reconstruction misses, as often as refine says, each time with the same weights."""

    def __init__(self, encoder, decoder, correction, refine):
        super().__init__(encoder, decoder)
        self.times = refine
        if refine > 0:
            self.refine = nn.Sequential(*correction)

    def encode(self, x):
        z = self.encoder(x)
        for _ in range(self.times):
            z = z + self.refine(x - self.decoder(z))
        return z

    def forward(self, x):
        return self.decoder(self.encode(x))


class Vae(Autoencoder):
    """As in evaluation: decodes the mean of each latent distribution."""

    def __init__(self, encoder, features, latent, decoder):
        super().__init__(encoder, decoder)
        self.mu = nn.Linear(features, latent)
        self.logvar = nn.Linear(features, latent)

    def forward(self, x):
        return self.decoder(self.mu(self.encoder(x)))


class UNet(nn.Module):
    """Takes the noise that it computes off its input; pictures of any size that is a multiple of 16."""

    def __init__(self, w=(32, 32, 64, 64, 128)):
        super().__init__()
        self.head = nn.Sequential(nn.Conv2d(3, w[0], 3, 1, 1), nn.LeakyReLU(0.2))
        for i in range(1, 5):
            a, b = w[i - 1], w[i]
            setattr(self, f"down{i}", nn.Sequential(nn.Conv2d(a, b, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(b, b, 3, 1, 1), nn.LeakyReLU(0.2)))
            setattr(self, f"up{i}", nn.Sequential(nn.ConvTranspose2d(b, a, 4, 2, 1), nn.LeakyReLU(0.2)))
            setattr(self, f"join{i}", nn.Sequential(nn.Conv2d(2 * a, a, 3, 1, 1), nn.LeakyReLU(0.2)))
        self.tail = nn.Conv2d(w[0], 3, 3, 1, 1)

    def forward(self, x):
        h = [self.head(x)]
        for i in range(1, 5):
            h.append(getattr(self, f"down{i}")(h[-1]))
        g = h[4]
        for i in range(4, 0, -1):
            g = getattr(self, f"join{i}")(torch.cat([getattr(self, f"up{i}")(g), h[i - 1]], 1))
        return x - self.tail(g)


def mlp(S, L):
    return Autoencoder(
        [nn.Flatten(), nn.Linear(3 * S * S, 1024), nn.ReLU(), nn.Linear(1024, L)],
        [nn.Linear(L, 1024), nn.ReLU(), nn.Linear(1024, 3 * S * S), nn.Sigmoid(), nn.Unflatten(1, (3, S, S))])


def shallow(S, L):
    s = S // 2
    return Autoencoder(
        [nn.Conv2d(3, 16, 4, 2, 1), nn.ReLU(), nn.Flatten(), nn.Linear(16 * s * s, L)],
        [nn.Linear(L, 16 * s * s), nn.ReLU(), nn.Unflatten(1, (16, s, s)), nn.ConvTranspose2d(16, 3, 4, 2, 1), nn.Sigmoid()])


def conv(S, L, down="stride", up="transpose"):
    s, c = S // 8, (3, 32, 64, 128)
    encoder, decoder = [], [nn.Linear(L, 128 * s * s), nn.ReLU(), nn.Unflatten(1, (128, s, s))]
    for a, b in zip(c, c[1:]):
        encoder += [nn.Conv2d(a, b, 4, 2, 1), nn.ReLU()] if down == "stride" else [nn.Conv2d(a, b, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2)]
    for a, b in zip(c[::-1], c[::-1][1:]):
        decoder += [nn.ConvTranspose2d(a, b, 4, 2, 1)] if up == "transpose" else [nn.Upsample(scale_factor=2), nn.Conv2d(a, b, 3, 1, 1)]
        decoder += [nn.ReLU() if b > 3 else nn.Sigmoid()]
    return Autoencoder(encoder + [nn.Flatten(), nn.Linear(128 * s * s, L)], decoder)


denoising = conv


def _improved(S, L, w=64, norm="batch"):
    s, c = S // 16, (3, w, 2 * w, 4 * w, 8 * w)
    after = lambda n: [nn.BatchNorm2d(n), nn.LeakyReLU(0.2)] if norm == "batch" else [nn.LeakyReLU(0.2)]
    encoder, decoder = [], [nn.Linear(L, c[4] * s * s), nn.Unflatten(1, (c[4], s, s)), *after(c[4])]
    for a, b in zip(c, c[1:]):
        encoder += [nn.Conv2d(a, b, 4, 2, 1, bias=norm != "batch"), *after(b)]
    for a, b in zip(c[:0:-1], c[-2:0:-1]):
        decoder += [nn.ConvTranspose2d(a, b, 4, 2, 1, bias=norm != "batch"), *after(b)]
    return encoder + [nn.Flatten(), nn.Dropout(0.1)], c[4] * s * s, decoder + [nn.ConvTranspose2d(w, 3, 4, 2, 1), nn.Sigmoid()]


def improved(S, L, norm="batch", width=64, refine=0):
    width, refine = int(width), int(refine)
    encoder, features, decoder = _improved(S, L, width, norm)
    correction, _, _ = _improved(S, L, width, norm)
    return Improved(encoder + [nn.Linear(features, L)], decoder, correction + [nn.Linear(features, L)], refine)


def vae(S, L):
    encoder, features, decoder = _improved(S, L)
    return Vae(encoder, features, L, decoder)


def unet(S, L):
    return UNet()


FAMILIES = {f.__name__: f for f in (mlp, shallow, conv, improved, vae, unet)} | {"denoising": denoising}
