namespace Decentral.Cli.Hosting;

/// <summary>
/// What the person typed to start the program, which the launcher passes on: commands that a message proposes begin with
/// it, so that they run where the person is.
/// </summary>
internal static class ProgramName
{
    public const string Variable = "DECENTRAL_PROGRAM";

    public static string Typed { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } typed ? typed : "decentral";
}
