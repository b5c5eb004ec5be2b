namespace Decentral.Cli.Hosting;

/// <summary>The person stopped a run before there was anything to resume.</summary>
internal sealed class StoppedEarlyException(OperationCanceledException cause)
    : Exception("Stopped before the run began: nothing was made here, and there is nothing to resume.", cause);
