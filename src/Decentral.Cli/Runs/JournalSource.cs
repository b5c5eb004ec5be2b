namespace Decentral.Cli.Runs;

/// <summary>In which database journals are.</summary>
internal static class JournalSource
{
    /// <summary>Of the environment; a password in it is not seen by other users of the machine.</summary>
    public const string Variable = "DECENTRAL_JOURNAL";

    /// <summary>What the person named, or else the environment; null for none.</summary>
    public static string? Choose(string? named) =>
        named ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : null);
}
