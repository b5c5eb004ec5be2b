using System.Runtime.InteropServices;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.HuggingFace;
using Decentral.Models.Optimizers;
using Decentral.Models.Replicas;
using Decentral.Models.Safetensors;

namespace Decentral.Models.Tests.Oracles;

/// <summary>
/// A folder that oracle.py recorded: a model under Hugging Face's names, and what PyTorch computed with it.
/// </summary>
internal sealed class OracleCase : IDisposable
{
    private const double LearningRate = 3e-3;

    private readonly DecoderOptions _options;
    private readonly SafetensorsFile _expected;
    private readonly DecoderReplica _replica;

    internal OracleCase(string folder)
    {
        _options = HuggingFaceModel.ReadOptions(folder);
        _expected = SafetensorsFile.Open(Path.Combine(folder, "expected.safetensors"));
        _replica = new DecoderReplica(_options, new AdamWOptions { Beta1 = 0.9, Beta2 = 0.95, WeightDecay = 0.1 });
        using var weights = new Arena(_replica.Layout);
        HuggingFaceModel.LoadParameters(folder, _options, weights);
        _replica.SetParameters(weights);
    }

    /// <summary>Logits agree to 1e-4.</summary>
    internal void AssertLogits()
    {
        var expected = Singles("logits");

        var actual = _replica.ComputeLogits(Batches()[0]);

        Assert.Equal(expected.Length, actual.Length);
        Assert.All(Enumerable.Range(0, expected.Length), index => Assert.Equal(expected[index], actual[index], 1e-4));
    }

    /// <summary>Gradients agree to 1e-3 of the largest element of their tensor, and in norm.</summary>
    internal void AssertGradients()
    {
        using var expected = ExpectedGradients();
        using var actual = new Arena(_replica.Layout);
        var whole = FragmentPartition.Whole(_replica.Layout);
        var packed = new float[whole.ElementCount];

        _replica.ComputeGradient(Batches()[0]);
        _replica.Read(ReplicaState.Gradient, whole, packed);
        actual.Write(whole, packed);

        Assert.All(_replica.Layout.Entries, entry =>
            AssertClose(entry.Name, expected.Span(entry.Range).ToArray(), actual.Span(entry.Range).ToArray()));
        Assert.Equal(expected.ComputeNorm(), actual.ComputeNorm(), 1e-3 * expected.ComputeNorm());
    }

    /// <summary>Fifty AdamW steps with clipping give the same losses to 1e-3, and the same norms to 1 %.</summary>
    internal void AssertTraining()
    {
        var (losses, norms) = (Singles("losses"), Singles("norms"));
        IReplica replica = _replica;
        var settings = new StepSettings(LearningRate, Clip: 1);

        var outcomes = Batches().Select(batch => replica.TrainStep(batch, settings)).ToArray();

        Assert.Equal(50, outcomes.Length);
        Assert.All(Enumerable.Range(0, 50), step => Assert.Equal(losses[step], outcomes[step].Loss, 1e-3));
        Assert.All(Enumerable.Range(0, 50), step =>
            Assert.Equal(norms[step], outcomes[step].GradientNorm, 0.01 * norms[step]));
    }

    /// <summary>
    /// Writes the model after training, a batch, and gives the logits that the model computes for it.
    /// </summary>
    internal float[] Export(string folder)
    {
        using var weights = new Arena(_replica.Layout);
        _replica.GetParameters(weights);
        HuggingFaceModel.Save(folder, _options, weights);
        var batch = Batches()[1];
        SafetensorsWriter.Write(
            Path.Combine(folder, "batch.safetensors"),
            [
                new SafetensorsTensor("batch", SafetensorsDtype.I64, [batch.Sequences, batch.Length + 1], stream =>
                    stream.Write(MemoryMarshal.AsBytes(batch.Windows.Span))),
            ]);
        return _replica.ComputeLogits(batch);
    }

    public void Dispose()
    {
        _expected.Dispose();
        _replica.Dispose();
    }

    private static void AssertClose(string name, float[] expected, float[] actual)
    {
        var scale = expected.Max(Math.Abs);
        var worst = expected.Zip(actual, (left, right) => Math.Abs((double)left - right)).Max();
        Assert.True(worst <= 1e-3 * scale, $"{name}: off by {worst} where the largest gradient is {scale}.");
    }

    private Arena ExpectedGradients()
    {
        var gradients = new Arena(_replica.Layout);
        foreach (var tensor in HuggingFaceNames.Map(_options))
        {
            new ParameterRows(gradients, tensor).LoadFrom(_expected, _expected["gradient." + tensor.Name]);
        }

        return gradients;
    }

    private TokenBatch[] Batches()
    {
        var entry = _expected["batches"];
        var tokens = new long[entry.ElementCount];
        _expected.Read(entry, 0, MemoryMarshal.AsBytes(tokens.AsSpan()));
        var size = (int)(entry.Shape[1] * entry.Shape[2]);
        return [.. Enumerable.Range(0, (int)entry.Shape[0])
            .Select(step => new TokenBatch(tokens.AsMemory(step * size, size), (int)entry.Shape[1]))];
    }

    private float[] Singles(string name)
    {
        var values = new float[_expected[name].ElementCount];
        _expected.ReadSingles(_expected[name], 0, values);
        return values;
    }
}
