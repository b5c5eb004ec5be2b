using System.CommandLine;

namespace Decentral.Cli.Commands;

/// <summary>Options that mean the same in every command that has them.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "End standard output with one JSON object; all else goes to standard error.",
    };
}
