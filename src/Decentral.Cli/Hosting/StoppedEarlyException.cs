namespace Decentral.Cli.Hosting;

/// <summary>The person stopped a run before there was anything to resume.</summary>
internal sealed class StoppedEarlyException(OperationCanceledException cause)
    : Exception("Stopped while the data were read: nothing was made, and there is nothing to resume.", cause);
