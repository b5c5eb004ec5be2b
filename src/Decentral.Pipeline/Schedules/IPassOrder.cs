namespace Decentral.Pipeline.Schedules;

/// <summary>Which pass a stage makes next.</summary>
internal interface IPassOrder
{
    /// <summary>A pass that can start now, or null to wait. What is given is started.</summary>
    Pass? Next(int stage, Execution execution);

    /// <summary>What a stage would make next if it could; null where it is done.</summary>
    Pass? Awaited(int stage);
}
