using Decentral.Models.Optimizers;

namespace Decentral.Models.Tests.Optimizers;

/// <summary>A member that replays an outer rule over one fragment.</summary>
internal sealed class OuterMember
{
    private readonly IOuterOptimizer _rule;
    private readonly Memory<float>[] _states;

    internal OuterMember(IOuterOptimizer rule, float[] parameters)
    {
        _rule = rule;
        Parameters = [.. parameters];
        _states = [.. rule.StateNames.Select(_ => (Memory<float>)new float[parameters.Length])];
        rule.Initialize(_states);
    }

    internal float[] Parameters { get; }

    internal int StateCount => _states.Length;

    internal long Round { get; private set; }

    /// <summary>The elements of a state, in place.</summary>
    internal Span<float> State(string name) => _states[_rule.StateNames.IndexOf(name)].Span;

    internal void Step(ReadOnlySpan<float> pseudoGradient, double learningRate = 1)
    {
        _rule.Step(Parameters, pseudoGradient, _states, new OuterRound(Round, learningRate) { Arrivals = Round });
        Round++;
    }

    /// <summary>A member that joins with what this one holds.</summary>
    /// <param name="rule">Its own, of equal settings.</param>
    internal OuterMember Copy(IOuterOptimizer rule)
    {
        var copy = new OuterMember(rule, Parameters) { Round = Round };
        foreach (var name in rule.StateNames)
        {
            State(name).CopyTo(copy.State(name));
        }

        return copy;
    }
}
