using Decentral.Cli.Presentation;
using Spectre.Console;

namespace Decentral.Cli.Joining;

/// <summary>What happens to a node, as lines of text.</summary>
internal sealed class PlainNodeView(IAnsiConsole console, TimeProvider time) : INodeView
{
    private readonly Lock _gate = new();
    private readonly long _started = time.GetTimestamp();

    public void Say(string what, bool isWarning = false)
    {
        var elapsed = Units.Duration(time.GetElapsedTime(_started));
        lock (_gate)
        {
            console.WriteRaw($"{elapsed,7}  {(isWarning ? "warning: " : "")}{what}\n");
        }
    }
}
