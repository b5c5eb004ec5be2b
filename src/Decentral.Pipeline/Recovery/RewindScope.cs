namespace Decentral.Pipeline.Recovery;

/// <summary>Who does steps again.</summary>
internal enum RewindScope
{
    /// <summary>Nobody.</summary>
    Nothing,

    /// <summary>All stages of the pipeline, from the copies that each keeps of its own state in memory.</summary>
    Pipeline,

    /// <summary>The whole run, from the snapshot on disk.</summary>
    Run,
}
