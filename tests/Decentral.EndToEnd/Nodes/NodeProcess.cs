namespace Decentral.EndToEnd.Nodes;

/// <summary>The command line's <c>node</c>.</summary>
internal sealed class NodeProcess : WatchedProcess
{
    private NodeProcess(string workingDirectory, IEnumerable<string> arguments, params string[] within)
        : base(workingDirectory, ["node", .. arguments], within)
    {
    }

    /// <param name="workingDirectory">Its caches and keys go there.</param>
    /// <param name="name">Its name in the run.</param>
    /// <param name="join">The options that the hub printed.</param>
    public static NodeProcess Start(string workingDirectory, string name, params string[] join) =>
        new(workingDirectory, ["--name", name, "--threads", "1", .. join]);

    /// <summary>The same in a network namespace.</summary>
    public static NodeProcess StartIn(string network, string workingDirectory, string name, params string[] join) =>
        new(workingDirectory, ["--name", name, "--threads", "1", .. join], "ip", "netns", "exec", network);

    /// <summary>Waits for a line with <paramref name="text"/>, or fails the test.</summary>
    public NodeProcess Reach(string text)
    {
        Assert.True(WaitFor(text), $"It ended before it said '{text}':\n{Said}");
        return this;
    }

    /// <summary>Waits for its end, which must be that.</summary>
    public void WaitForEnd(int expectedExitCode) => End(expectedExitCode);
}
