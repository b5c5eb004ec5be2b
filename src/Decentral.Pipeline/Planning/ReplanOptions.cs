namespace Decentral.Pipeline.Planning;

/// <summary>When layers are moved.</summary>
public sealed record ReplanOptions
{
    /// <summary>How long members are expected to stay as they are; a member's usual time between changes, by experience.</summary>
    public required TimeSpan UntilNextChange { get; init; }

    /// <summary>How many times its cost a move must gain; above 1, as both are estimates and a move back costs as much.</summary>
    public double Margin { get; init; } = 2;
}
