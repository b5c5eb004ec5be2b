using System.Collections.Immutable;
using Decentral.Codecs;

namespace Decentral.Training.Protocol;

/// <summary>Which codec a round's updates, or its aggregate, travel in: the same for all, or one after another, as in a warm-up.</summary>
public sealed class CodecStages
{
    private readonly ImmutableArray<(Round First, ITensorFormat Format)> _stages;

    /// <summary>One codec for all rounds.</summary>
    public CodecStages(ITensorFormat format)
        : this([(new Round(1), format)])
    {
    }

    /// <param name="stages">Each codec with its first round, which ascend from round 1.</param>
    public CodecStages(ImmutableArray<(Round First, ITensorFormat Format)> stages)
    {
        if (stages.IsEmpty || stages[0].First.Value > 1 || stages.Zip(stages.Skip(1)).Any(pair => pair.First.First >= pair.Second.First))
        {
            throw new ArgumentException("The first rounds of the stages of a codec ascend from round 1.", nameof(stages));
        }

        _stages = stages;
    }

    /// <summary>Whether what some codec leaves is owed in later rounds.</summary>
    public bool KeepsBack => _stages.Any(stage => stage.Format is IContractiveCodec);

    /// <summary>The rounds that a codec begins with, in ascending order.</summary>
    public IEnumerable<Round> Firsts => _stages.Select(stage => stage.First);

    /// <summary>The codec that all later rounds have.</summary>
    public ITensorFormat Last => _stages[^1].Format;

    /// <summary>The most bytes that some values take in any round.</summary>
    public int MostBytes(int valueCount) => _stages.Max(stage => stage.Format.EncodedLength(valueCount));

    /// <summary>The codec of a round.</summary>
    public ITensorFormat At(Round round) => _stages.Last(stage => stage.First <= round || stage == _stages[0]).Format;

    /// <inheritdoc />
    public override string ToString() => string.Join(", ", _stages.Select(stage => $"{stage.Format.Name} from round {stage.First}"));
}
