namespace Decentral.Pipeline.Schedules;

/// <summary>What one stage makes and another takes.</summary>
/// <param name="Pass">The pass that makes it.</param>
/// <param name="From">The stage that makes it.</param>
/// <param name="To">The stage that takes it.</param>
public readonly record struct HandOver(Pass Pass, int From, int To);
