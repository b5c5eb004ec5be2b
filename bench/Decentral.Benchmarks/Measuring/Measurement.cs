namespace Decentral.Benchmarks.Measuring;

/// <summary>What one run of one contender took.</summary>
/// <param name="Operations">How many it did.</param>
/// <param name="Wall">Wall-clock time.</param>
/// <param name="Cpu">Processor time of the whole process.</param>
/// <param name="AllocatedBytes">Managed memory allocated by the whole process.</param>
internal readonly record struct Measurement(long Operations, TimeSpan Wall, TimeSpan Cpu, long AllocatedBytes)
{
    public double OperationsPerSecond => Operations / Wall.TotalSeconds;

    public double BytesPerOperation => (double)AllocatedBytes / Operations;
}
