using System.Diagnostics;

namespace Decentral.Cli.Inspection;

/// <summary>Statuses as people and programs read them.</summary>
internal static class RunStatusWords
{
    extension(RunStatus status)
    {
        public string InWords => status switch
        {
            RunStatus.Interrupted => "interrupted",
            RunStatus.Stopped => "stopped",
            RunStatus.Finished => "finished",
            _ => throw new UnreachableException(),
        };
    }
}
