namespace Decentral.Cli.Hosting;

/// <summary>
/// Something the person can put right, found before anything was trained. The messages are shown as they are.
/// </summary>
internal sealed class MistakeException : Exception
{
    public MistakeException(params IReadOnlyList<string> messages)
        : base(string.Join('\n', messages)) => Messages = messages;

    /// <summary>One for each mistake.</summary>
    public IReadOnlyList<string> Messages { get; }
}
