using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.PcaStart;

/// <summary>
/// Starting weights with which an autoencoder computes what principal components do, as nearly as its channels allow; see the README
/// beside it.
/// </summary>
internal static class PcaStarter
{
    /// <summary>The value of the option <c>init</c> that asks for it.</summary>
    internal const string Name = "pca";

    private const int CalibratingPictures = 256;

    /// <summary>
    /// Sets the weights of a model. Channels that are not needed keep their random weights, and have no effect at first.
    /// </summary>
    /// <param name="model">On its device, with weights drawn from the seed.</param>
    /// <param name="pictures">Of training.</param>
    /// <param name="isMirrored">Whether training mirrors pictures: then their mirror images count as well.</param>
    /// <param name="seed">Of the random rotations.</param>
    /// <param name="progress">Receives the steps that are done, and how many there are; null for none.</param>
    /// <param name="ranks">Divide the fitting of components; this is rank 0.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The components; null, and weights as they were, if there are fewer than 2 pictures or all are the same.</returns>
    /// <exception cref="ConfigurationException">The network has no such start.</exception>
    internal static Pca? Apply(
        Autoencoder model, PixelSet pictures, bool isMirrored, ulong seed, Action<int, int>? progress, CovarianceRanks ranks,
        CancellationToken cancellation)
    {
        var (encoder, decoder, correction) = RowsOf(model);
        var device = model.Arena.Device;
        var linear = pictures.Count < 2
            ? null
            : LinearPicture.Fit(device, pictures, model.AsLatentModel().Latent, isMirrored, progress, ranks, cancellation);
        if (linear is null)
        {
            return null;
        }

        SetEncoder(encoder, linear, model.Options, new RandomStream(seed, RandomPurpose.Statistics, item: 0));
        if (correction is not null)
        {
            // Of what components miss they see nothing: it changes the latent vector only where the decoder is no longer linear.
            SetEncoder(correction, linear, model.Options, new RandomStream(seed, RandomPurpose.Statistics, item: 2));
            var bias = correction.Layers.OfType<LinearLayer>().Last().Parameters[1];
            bias.Value.CopyFrom(new float[bias.Count]);
        }

        SetDecoder(decoder, linear, model.Options, new RandomStream(seed, RandomPurpose.Statistics, item: 1));
        Calibrate(model, encoder, decoder, correction, PictureSubset.Spread(pictures, CalibratingPictures));
        return linear.Pca;
    }

    /// <summary>
    /// The rows of a network made of convolutions of kernel 4 and stride 2 and one linear layer each way, or of two linear layers.
    /// </summary>
    /// <exception cref="ConfigurationException">The network is made of other layers.</exception>
    internal static (Sequential Encoder, Sequential Decoder, Sequential? Correction) RowsOf(Autoencoder model) =>
        FindRows(model) ?? throw new ConfigurationException(
        "init", $"this {model.Options.Family} has no start by principal components; use random, or train another family with "
        + $"its options unset: {ModelCatalog.NamesWhere(other => FindRows(other) is not null)}.");

    private static (Sequential Encoder, Sequential Decoder, Sequential? Correction)? FindRows(Autoencoder model)
    {
        static bool HasKernel(Layer layer) => layer is Conv2dLayer or ConvTranspose2dLayer;
        static bool Fits(Layer layer) => !HasKernel(layer) || (layer.Parameters[0].Shape[0] == 4);
        static bool IsRow(Sequential row) =>
            row.Layers.All(Fits) && row.Layers.OfType<LinearLayer>().Count() == (row.Layers.Any(HasKernel) ? 1 : 2);
        return model is ILatentModel && model.Options.CanStartFromComponents
            && model.Modules.All(module => module.Layer is Sequential row && IsRow(row))
            ? model.Modules switch
            {
                [(_, Sequential encoder), (_, Sequential decoder)] => (encoder, decoder, null),
                [(_, Sequential encoder), (_, Sequential decoder), (_, Sequential correction)] => (encoder, decoder, correction),
                _ => null,
            }
            : null;
    }

    private static void SetEncoder(Sequential encoder, LinearPicture linear, AutoencoderOptions options, RandomStream random)
    {
        double undo = 1 / PairGain(encoder);
        if (encoder.Layers.OfType<LinearLayer>().ToArray() is [var hidden, var latent])
        {
            FullyConnectedStart.SetEncoder(hidden, latent, linear, undo, random);
            return;
        }

        Conv2dLayer[] convolutions = [.. encoder.Layers.OfType<Conv2dLayer>()];
        // An error counts the same in every coordinate, and so do all components here.
        var bases = Fit(
            linear.Pca.Components, options, [.. convolutions.Select(layer => layer.Parameters[0].Shape[3] / 2)], random);
        for (int level = 0; level < convolutions.Length; level++)
        {
            PairedWeights.SetConvolution(convolutions[level], bases.Levels[level], level == 0 ? null : undo);
        }

        var last = encoder.Layers.OfType<LinearLayer>().Single();
        PairedWeights.SetRows(
            last, bases.Coordinates, bases.Levels[^1].GetLength(0), undo, k => -Rows.Dot(linear.Pca.Components[k], [.. linear.Pca.Mean]));
    }

    private static void SetDecoder(Sequential decoder, LinearPicture linear, AutoencoderOptions options, RandomStream random)
    {
        double undo = 1 / PairGain(decoder);
        if (decoder.Layers.OfType<LinearLayer>().ToArray() is [var hidden, var last])
        {
            FullyConnectedStart.SetDecoder(hidden, last, linear, undo, random);
            return;
        }

        ConvTranspose2dLayer[] convolutions = [.. decoder.Layers.OfType<ConvTranspose2dLayer>().Reverse()];
        double[] deviations = [.. linear.Pca.Variances.Select(Math.Sqrt)];
        double[][] scaled =
            [.. linear.Logits.Select((picture, k) => Array.ConvertAll(picture, value => deviations[k] * value)), linear.Offset];
        var bases = Fit(scaled, options, [.. convolutions.Select(layer => layer.Parameters[0].Shape[3] / 2)], random);
        for (int level = 0; level < convolutions.Length; level++)
        {
            PairedWeights.SetTransposed(convolutions[level], bases.Levels[level], undo, isLast: level == 0);
        }

        double[][] columns =
            [.. bases.Coordinates.SkipLast(1).Select((picture, k) => Array.ConvertAll(picture, value => value / deviations[k]))];
        PairedWeights.SetColumns((LinearLayer)decoder.Layers[0], columns, bases.Coordinates[^1], bases.Levels[^1].GetLength(0));
    }

    /// <summary>Bases of the blocks of pictures as the network sees them: with its border.</summary>
    private static BlockBases Fit(
        IReadOnlyList<double[]> pictures, AutoencoderOptions options, IReadOnlyList<int> widths, RandomStream random)
    {
        var border = options.Border;
        return BlockBases.Fit([.. pictures.Select(border.Around)], new PictureShape(border.Size, options.Channels), widths, random);
    }

    /// <summary>f(x) - f(-x) = gain · x for every x: a pair of opposite channels passes an activation as if there were none.</summary>
    private static double PairGain(Sequential row)
    {
        var activation = row.Layers.OfType<ActivationLayer>().First();
        return activation.At(1) - (double)activation.At(-1);
    }

    private static void Calibrate(
        Autoencoder model, Sequential encoder, Sequential decoder, Sequential? correction, PixelSet pictures)
    {
        var (device, border) = (model.Arena.Device, model.Options.Border);
        float[] values = new float[pictures.Count * pictures.ImageLength];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = pictures.Image(i / pictures.ImageLength)[i % pictures.ImageLength] / 255f;
        }

        using var scope = device.OpenScope();
        using var pause = Autograd.Pause();
        var x = Tensor.FromArray(device, model.PicturesShape(pictures.Count), values);
        var y = border.Within(NormCalibration.Run(decoder, NormCalibration.Run(encoder, border.Around(x))));
        if (correction is not null)
        {
            NormCalibration.Run(correction, border.Around(x.Subtract(y)));
        }
    }
}
