using Decentral.Models.Arenas;

namespace Decentral.Models.Optimizers;

/// <summary>Which inner optimizer a replica trains with, and its settings that stay the same over a run.</summary>
public abstract record InnerOptimizerOptions
{
    private protected InnerOptimizerOptions()
    {
    }

    /// <summary>An optimizer over arenas of this process that has made no step.</summary>
    /// <param name="layout">The parameters.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public abstract InnerOptimizer Create(ArenaLayout layout);

    /// <summary>The same over flat tensors of a device.</summary>
    internal abstract DeviceOptimizer CreateOn(torch.Device device, ArenaLayout layout);

    internal static void RequireDecayRate(string optimizer, double rate, string name) =>
        Require(rate is >= 0 and < 1, optimizer, name, rate, "in [0, 1)");

    internal static void RequirePositive(string optimizer, double value, string name) =>
        Require(value > 0 && double.IsFinite(value), optimizer, name, value, "a positive number");

    internal static void RequireNotNegative(string optimizer, double value, string name) =>
        Require(value >= 0 && double.IsFinite(value), optimizer, name, value, "0 or more");

    private static void Require(bool holds, string optimizer, string name, double value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException($"{optimizer}'s {name} is {value}; it must be {expected}.");
        }
    }
}
