namespace Decentral.Actors.Local.Compute;

/// <summary>How many lanes a process has, and what each thread does first.</summary>
public sealed record ComputeLanesOptions
{
    /// <summary>Threads; lanes times the threads inside one piece of work must not exceed the cores.</summary>
    public int Count { get; init; } = Environment.ProcessorCount;

    /// <summary>Threads are named after it, with their index.</summary>
    public string Name { get; init; } = "lane";

    /// <summary>
    /// Called once on each lane thread before its first work, with the thread's index. When it throws, all work ends with
    /// that error.
    /// </summary>
    public Action<int>? ThreadStarted { get; init; }

    /// <summary>Measures the time that threads are busy.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
