namespace Decentral.Training.Progress;

/// <summary>
/// Whoever shows a run to a person. Both methods are called from one thread at a time, return at once, and must not
/// throw: a run is never held up by the one who watches it.
/// </summary>
public interface IRunObserver
{
    /// <summary>
    /// The run has come further. Called as often as the run likes; the observer decides what it shows.
    /// </summary>
    void Report(RunProgress progress);

    /// <summary>Something happened.</summary>
    void Report(RunEvent happened);
}
