namespace Decentral.Cli.Joining;

/// <summary>What a person sees of a node that has joined. Called from any thread.</summary>
internal interface INodeView
{
    /// <summary>Something happened.</summary>
    void Say(string what, bool isWarning = false);
}
