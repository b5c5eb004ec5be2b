namespace Decentral.Torch.Tests;

/// <summary>
/// Tests that read or change what the whole process shares: counters, memory, thread counts, kernel level.
/// </summary>
[CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
public sealed class ProcessWide;
