namespace Decentral.Cli.Presentation;

/// <summary>Shows a run while it goes on.</summary>
internal interface IRunView
{
    /// <summary>
    /// Shows what <paramref name="feed"/> takes in until <paramref name="run"/> has ended, then the rest of it.
    /// </summary>
    /// <param name="feed">What the run reports.</param>
    /// <param name="run">The run; whether it fails does not matter here.</param>
    Task ShowAsync(RunFeed feed, Task run);
}
