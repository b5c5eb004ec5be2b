using Decentral.Models.Replicas;
using Decentral.Models.Stages;

namespace Decentral.Benchmarks.Failures;

/// <summary>The loss of a model in stages on text that it was not trained on, part by part in the order of the model.</summary>
internal sealed class HeldOutLoss(TokenBatch windows, IStagedModel model)
{
    private const int WindowsAtOnce = 32;

    /// <summary>The mean loss, nats a byte.</summary>
    public double Of(IEnumerable<IStageReplica> stages)
    {
        var parts = stages.SelectMany(stage => stage.Parts.Select((part, index) => (Stage: stage, Part: part, Index: index)))
            .OrderByDescending(entry => entry.Part.HasEmbedding).ThenBy(entry => entry.Part.HasHead).ThenBy(entry => entry.Part.Layers.First)
            .ToArray();
        var sum = 0.0;
        for (var first = 0; first < windows.Sequences; first += WindowsAtOnce)
        {
            var batch = windows.Slice(first, Math.Min(WindowsAtOnce, windows.Sequences - first));
            sum += batch.Sequences * Through(parts, batch);
        }

        return sum / windows.Sequences;
    }

    private double Through((IStageReplica Stage, ModelPart Part, int Index)[] parts, TokenBatch batch)
    {
        var (given, made) = (Array.Empty<float>(), Array.Empty<float>());
        var loss = 0.0;
        foreach (var (stage, part, index) in parts)
        {
            made = part.HasHead ? [] : new float[model.BoundaryLength(batch.Sequences, batch.Length)];
            loss = stage.Evaluate(new StagePass(index, 0, batch, 1), given, made);
            given = made;
        }

        return loss;
    }
}
