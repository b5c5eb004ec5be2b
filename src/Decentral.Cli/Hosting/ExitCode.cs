namespace Decentral.Cli.Hosting;

/// <summary>What the program ends with; part of its promise to scripts.</summary>
internal enum ExitCode
{
    /// <summary>What was asked for is done.</summary>
    Done = 0,

    /// <summary>Something else went wrong.</summary>
    Failed = 1,

    /// <summary>
    /// The person can put it right: a wrong option, job or file, or a machine whose disk is full, say. A run that had
    /// begun can be resumed then.
    /// </summary>
    Mistake = 2,

    /// <summary>The run was stopped and can be resumed.</summary>
    Stopped = 3,
}
