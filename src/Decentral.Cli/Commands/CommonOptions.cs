using System.CommandLine;

namespace Decentral.Cli.Commands;

/// <summary>Options and arguments that mean the same in every command that has them.</summary>
internal static class CommonOptions
{
    public static Argument<string> Model { get; } = new("RUN")
    {
        Description = "The run directory, or any folder with a model in Hugging Face's layout.",
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "End standard output with one JSON object; all else goes to standard error.",
    };
}
