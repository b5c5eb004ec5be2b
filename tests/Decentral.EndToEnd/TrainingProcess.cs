using System.Text.Json.Nodes;

namespace Decentral.EndToEnd;

/// <summary>The command line's <c>train</c>.</summary>
internal sealed class TrainingProcess : WatchedProcess
{
    private TrainingProcess(string workingDirectory, IEnumerable<string> arguments)
        : base(workingDirectory, ["train", "--json", .. arguments])
    {
    }

    public static TrainingProcess Start(string workingDirectory, params string[] arguments) =>
        new(workingDirectory, arguments);

    /// <summary>Runs it to its end, which must be 0.</summary>
    /// <returns>What it said for people.</returns>
    public static string Complete(string workingDirectory, params string[] arguments)
    {
        using var process = Start(workingDirectory, arguments);
        process.WaitForEnd(expectedExitCode: 0);
        return process.Said;
    }

    /// <summary>Waits for a line with <paramref name="text"/>, or fails the test.</summary>
    public TrainingProcess Reach(string text)
    {
        Assert.True(WaitFor(text), $"It ended before it said '{text}':\n{Said}");
        return this;
    }

    /// <summary>Sends a signal such as INT.</summary>
    public TrainingProcess Signal(string name)
    {
        Send(name);
        return this;
    }

    /// <summary>The one JSON object that it writes on standard output.</summary>
    public JsonObject WaitForEnd(int expectedExitCode) =>
        JsonNode.Parse(Assert.Single(End(expectedExitCode).TrimEnd('\n').Split('\n')))!.AsObject();
}
