using System.CommandLine;
using Decentral.Cli.Hosting;

namespace Decentral.Cli.Commands;

/// <summary>Options that several commands about keys have.</summary>
internal static class KeysOptions
{
    private const int MostDays = 3650;

    public static Option<string> Out(string description) => new("--out")
    {
        Description = description,
        HelpName = "DIR",
        Required = true,
    };

    public static Option<int> Days(int days) => new("--days")
    {
        Description = "How long the certificate holds; not longer than its authority.",
        HelpName = "N",
        DefaultValueFactory = _ => days,
    };

    /// <summary>How long a certificate is to hold.</summary>
    /// <exception cref="MistakeException">It is no time, or too long.</exception>
    public static TimeSpan Validity(ParseResult line, Option<int> option)
    {
        var days = line.GetValue(option);
        return days is >= 1 and <= MostDays
            ? TimeSpan.FromDays(days)
            : throw new MistakeException($"--days: expected 1 to {MostDays}, found {days}");
    }

    /// <summary>A path that the person named, from where they are.</summary>
    public static string PathOf(this CliHost host, string path) => Path.GetFullPath(path, host.WorkingDirectory);
}
