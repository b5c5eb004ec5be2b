namespace Decentral.Pipeline.Protocol;

/// <summary>What of the state behind a step is copied and given away.</summary>
public enum Protection
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>The embedding and the head alone, which have no neighbours to be averaged from (CheckFree+).</summary>
    Ends,

    /// <summary>All of it.</summary>
    Everything,
}
